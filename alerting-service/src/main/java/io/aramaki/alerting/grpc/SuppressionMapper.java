package io.aramaki.alerting.grpc;

import io.aramaki.alerting.domain.AlertingException;
import io.aramaki.alerting.domain.match.Matcher;
import io.aramaki.alerting.domain.suppress.Suppression;
import io.aramaki.kit.grpc.Times;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Set;
import java.util.function.Supplier;

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

  /// What somebody asks for, for the whole organisation.
  ///
  /// @param system the top of the subtree in which it shall hold, for people
  static Suppression parse(
      io.aramaki.alerting.v1.Suppression asked,
      String id,
      String author,
      String system,
      Instant now) {
    var kind = kind(asked);
    var reason = checked("suppression.reason", () -> Suppression.requireReason(asked.getReason()));
    var start =
        asked.hasStartTime() ? Times.instant("suppression.start_time", asked.getStartTime()) : now;
    var expire = expire(asked, start);
    return new Suppression(id, kind, Set.of(), system, reason, author, start, expire, now);
  }

  private static Instant expire(io.aramaki.alerting.v1.Suppression asked, Instant start) {
    return switch (asked.getExpirationCase()) {
      case EXPIRE_TIME -> {
        var expire = Times.instant("suppression.expire_time", asked.getExpireTime());
        yield checked("suppression.expire_time", () -> Suppression.requireLife(start, expire));
      }
      case TTL -> {
        var ttl = Times.span("suppression.ttl", asked.getTtl());
        yield checked("suppression.ttl", () -> Suppression.requireLife(start, start.plus(ttl)));
      }
      case EXPIRATION_NOT_SET ->
          throw new AlertingException.InvalidSuppression(
              "suppression.expire_time", "neither it nor ttl is set (expected: one of them)");
    };
  }

  private static Suppression.Kind kind(io.aramaki.alerting.v1.Suppression asked) {
    if (!asked.hasSilence()) {
      throw new AlertingException.InvalidSuppression(
          "suppression.silence", "no kind is set (expected: silence)");
    }
    var matchers = new ArrayList<Matcher>();
    for (var matcher : asked.getSilence().getMatchersList()) {
      var field = "suppression.silence.matchers[%d]".formatted(matchers.size());
      matchers.add(checked(field, () -> matcher(matcher)));
    }
    return checked("suppression.silence.matchers", () -> new Suppression.Silence(matchers));
  }

  private static Matcher matcher(io.aramaki.type.v1.Matcher asked) {
    return Matcher.of(asked.getName(), operator(asked.getOp()), asked.getValue());
  }

  /// Says of which field it is that something is wrong.
  private static <T> T checked(String field, Supplier<T> value) {
    try {
      return value.get();
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new AlertingException.InvalidSuppression(field, String.valueOf(e.getMessage()));
    }
  }

  private static String operator(io.aramaki.type.v1.Matcher.Op op) {
    return switch (op) {
      case EQUAL -> "=";
      case NOT_EQUAL -> "!=";
      case REGEX -> "=~";
      case NOT_REGEX -> "!~";
      case OP_UNSPECIFIED, UNRECOGNIZED ->
          throw new IllegalArgumentException(
              "it has no op (expected: EQUAL, NOT_EQUAL, REGEX, NOT_REGEX)");
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
