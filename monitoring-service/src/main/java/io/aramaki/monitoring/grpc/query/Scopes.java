package io.aramaki.monitoring.grpc.query;

import io.aramaki.kit.grpc.access.Caller;
import io.aramaki.monitoring.domain.promql.select.Matcher;
import io.aramaki.monitoring.domain.promql.syntax.Parser;
import io.aramaki.monitoring.domain.promql.value.QueryException;
import io.aramaki.monitoring.domain.query.SeriesCatalog.Scope;
import io.aramaki.monitoring.domain.query.Visibility;
import io.aramaki.monitoring.v1.SelectSeriesRequest;
import io.aramaki.type.v1.Matcher.Op;
import io.aramaki.type.v1.Role;
import java.util.List;
import java.util.Set;

/// Which series are meant, as callers say it and between instances.
final class Scopes {
  private Scopes() {}

  /// What a caller may see.
  static Visibility visibility(Caller caller) {
    return switch (caller) {
      case Caller.Person person ->
          new Visibility(
              person.rights().organisationWide(Role.VIEWER), person.rights().systems(Role.VIEWER));
      case Caller.Service _ -> Visibility.ALL;
      case Caller.Agent _, Caller.Anyone _ -> new Visibility(false, Set.of());
    };
  }

  /// Reads selectors, of which each must leave something out, as Prometheus wants it.
  ///
  /// @throws QueryException of the kind `bad_data`
  static List<List<Matcher>> selectors(List<String> texts) {
    var selectors =
        texts.stream().map(text -> Parser.parseSelector(text, QueryParts.LIMITS)).toList();
    if (selectors.stream().anyMatch(all -> all.stream().allMatch(one -> one.matches("")))) {
      throw QueryException.badData("match[] must contain at least one non-empty matcher");
    }
    return selectors;
  }

  /// Writes for another instance which series are meant.
  static void write(Scope scope, SelectSeriesRequest.Builder request) {
    scope.selectors().forEach(matchers -> request.addSelectors(selector(matchers)));
    request.setAllSystems(scope.visibility().all()).addAllSystems(scope.visibility().systems());
  }

  private static SelectSeriesRequest.Selector.Builder selector(List<Matcher> matchers) {
    var selector = SelectSeriesRequest.Selector.newBuilder();
    for (Matcher matcher : matchers) {
      selector
          .addMatchersBuilder()
          .setName(matcher.name())
          .setOp(op(matcher.op()))
          .setValue(matcher.value());
    }
    return selector;
  }

  private static Op op(Matcher.Op op) {
    return switch (op) {
      case EQUAL -> Op.EQUAL;
      case NOT_EQUAL -> Op.NOT_EQUAL;
      case REGEX -> Op.REGEX;
      case NOT_REGEX -> Op.NOT_REGEX;
    };
  }

  /// Reads which series another instance means.
  ///
  /// @throws QueryException if it cannot be told
  static Scope read(SelectSeriesRequest request) {
    return new Scope(
        request.getSelectorsList().stream()
            .map(selector -> selector.getMatchersList().stream().map(Scopes::matcher).toList())
            .toList(),
        new Visibility(request.getAllSystems(), Set.copyOf(request.getSystemsList())));
  }

  private static Matcher matcher(io.aramaki.type.v1.Matcher matcher) {
    Matcher.Op op =
        switch (matcher.getOp()) {
          case EQUAL -> Matcher.Op.EQUAL;
          case NOT_EQUAL -> Matcher.Op.NOT_EQUAL;
          case REGEX -> Matcher.Op.REGEX;
          case NOT_REGEX -> Matcher.Op.NOT_REGEX;
          case OP_UNSPECIFIED, UNRECOGNIZED ->
              throw QueryException.badData(
                  "a matcher of \""
                      + matcher.getName()
                      + "\" has no known op; expected EQUAL, NOT_EQUAL, REGEX or NOT_REGEX");
        };
    try {
      return Matcher.of(matcher.getName(), op, matcher.getValue(), QueryParts.LIMITS.regexSize());
    } catch (IllegalArgumentException e) {
      throw QueryException.badData(String.valueOf(e.getMessage()));
    }
  }
}
