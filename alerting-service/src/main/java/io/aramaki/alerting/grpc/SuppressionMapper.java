package io.aramaki.alerting.grpc;

import io.aramaki.alerting.domain.AlertingException;
import io.aramaki.alerting.domain.match.Matcher;
import io.aramaki.alerting.domain.suppress.Suppression;
import io.aramaki.alerting.v1.CreateSuppressionRequest;
import io.aramaki.kit.grpc.Times;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Set;

/// Suppressions on the wire.
final class SuppressionMapper {
  private final String organisation;

  SuppressionMapper(String organisation) {
    this.organisation = organisation;
  }

  io.aramaki.alerting.v1.Suppression map(Suppression suppression, Instant now) {
    var builder =
        io.aramaki.alerting.v1.Suppression.newBuilder()
            .setName(organisation + "/suppressions/" + suppression.id())
            .setSystem(suppression.system())
            .setReason(suppression.reason())
            .setAuthor(suppression.author())
            .setStartTime(Times.timestamp(suppression.start()))
            .setExpireTime(Times.timestamp(suppression.expire()))
            .setState(
                switch (suppression.state(now)) {
                  case PENDING -> io.aramaki.alerting.v1.Suppression.State.PENDING;
                  case ACTIVE -> io.aramaki.alerting.v1.Suppression.State.ACTIVE;
                  case EXPIRED -> io.aramaki.alerting.v1.Suppression.State.EXPIRED;
                })
            .setCreateTime(Times.timestamp(suppression.create()))
            .setEtag(Long.toString(suppression.expire().toEpochMilli()));
    switch (suppression.kind()) {
      case Suppression.Silence silence -> {
        var proto = io.aramaki.alerting.v1.Suppression.Silence.newBuilder();
        silence.matchers().forEach(matcher -> proto.addMatchers(matcher(matcher)));
        builder.setSilence(proto);
      }
    }
    return builder.build();
  }

  /// What somebody asks for.
  ///
  /// @param systems the subtree in which it holds; empty for the whole organisation
  static Suppression parse(
      CreateSuppressionRequest request,
      String id,
      String author,
      String system,
      Set<String> systems,
      Instant now) {
    var asked = request.getSuppression();
    try {
      var start =
          asked.hasStartTime()
              ? Times.instant("suppression.start_time", asked.getStartTime())
              : now;
      var expire =
          switch (asked.getExpirationCase()) {
            case EXPIRE_TIME -> Times.instant("suppression.expire_time", asked.getExpireTime());
            case TTL -> start.plus(Times.span("suppression.ttl", asked.getTtl()));
            case EXPIRATION_NOT_SET ->
                throw new IllegalArgumentException("neither expire_time nor ttl is set");
          };
      return new Suppression(
          id, kind(asked), systems, system, asked.getReason(), author, start, expire, now);
    } catch (IllegalArgumentException | java.time.DateTimeException e) {
      throw new AlertingException.InvalidSuppression(String.valueOf(e.getMessage()));
    }
  }

  private static Suppression.Kind kind(io.aramaki.alerting.v1.Suppression asked) {
    if (!asked.hasSilence()) {
      throw new IllegalArgumentException("no kind is set (expected: silence)");
    }
    var matchers = new ArrayList<Matcher>();
    asked
        .getSilence()
        .getMatchersList()
        .forEach(matcher ->
            matchers.add(
                Matcher.of(matcher.getName(), operator(matcher.getOp()), matcher.getValue())));
    return new Suppression.Silence(matchers);
  }

  private static String operator(io.aramaki.type.v1.Matcher.Op op) {
    return switch (op) {
      case EQUAL -> "=";
      case NOT_EQUAL -> "!=";
      case REGEX -> "=~";
      case NOT_REGEX -> "!~";
      case OP_UNSPECIFIED, UNRECOGNIZED ->
          throw new IllegalArgumentException(
              "a matcher has no op (expected: EQUAL, NOT_EQUAL, REGEX, NOT_REGEX)");
    };
  }

  private static io.aramaki.type.v1.Matcher matcher(Matcher matcher) {
    return io.aramaki.type.v1.Matcher.newBuilder()
        .setName(matcher.name())
        .setOp(
            switch (matcher) {
              case Matcher.Equal _ -> io.aramaki.type.v1.Matcher.Op.EQUAL;
              case Matcher.NotEqual _ -> io.aramaki.type.v1.Matcher.Op.NOT_EQUAL;
              case Matcher.Regex _ -> io.aramaki.type.v1.Matcher.Op.REGEX;
              case Matcher.NotRegex _ -> io.aramaki.type.v1.Matcher.Op.NOT_REGEX;
            })
        .setValue(matcher.operand())
        .build();
  }
}
