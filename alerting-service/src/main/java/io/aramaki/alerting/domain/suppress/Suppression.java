package io.aramaki.alerting.domain.suppress;

import io.aramaki.alerting.domain.alert.Alert;
import io.aramaki.alerting.domain.match.Matcher;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Why a standing problem does not notify. Silence is the first of its kinds.
///
/// @param id a UUID, the last segment of its resource name
/// @param kind what it suppresses
/// @param systems the systems in whose subtree it holds, resolved when it was made; empty for the
///   whole organisation
/// @param system the top of that subtree, for people; empty for the whole organisation
/// @param author who made it: a resource name
/// @param start when it begins, inclusive
/// @param expire when it ends, exclusive
public record Suppression(
    String id,
    Kind kind,
    Set<String> systems,
    String system,
    String reason,
    String author,
    Instant start,
    Instant expire,
    Instant create) {
  /// The longest that a suppression may last.
  public static final Duration LIFE_MAX = Duration.ofDays(366);

  /// The most matchers of a silence.
  public static final int MATCHERS_MAX = 16;

  /// The longest reason, in characters.
  public static final int REASON_MAX = 1_000;

  public Suppression {
    systems = Set.copyOf(systems);
    requireReason(reason);
    requireLife(start, expire);
  }

  /// Answers a reason that is one.
  public static String requireReason(String reason) {
    if (reason.isBlank() || reason.length() > REASON_MAX) {
      throw new IllegalArgumentException(
          "a reason is missing or too long (expected: 1 to %d characters)".formatted(REASON_MAX));
    }
    return reason;
  }

  /// Answers an end that goes with the beginning.
  public static Instant requireLife(Instant start, Instant expire) {
    if (!expire.isAfter(start)) {
      throw new IllegalArgumentException(
          "it ends at %s, before it begins at %s (expected: later)".formatted(expire, start));
    }
    if (Duration.between(start, expire).compareTo(LIFE_MAX) > 0) {
      throw new IllegalArgumentException(
          "it lasts from %s to %s (expected: at most a year)".formatted(start, expire));
    }
    return expire;
  }

  /// The same for some systems only.
  public Suppression in(Set<String> others) {
    return new Suppression(id, kind, others, system, reason, author, start, expire, create);
  }

  /// What it suppresses.
  public sealed interface Kind {}

  /// Alerts whose labels match.
  public record Silence(List<Matcher> matchers) implements Kind {
    public Silence {
      matchers = List.copyOf(matchers);
      if (matchers.isEmpty() || matchers.size() > MATCHERS_MAX) {
        throw new IllegalArgumentException(
            "%d matchers (expected: 1 to %d)".formatted(matchers.size(), MATCHERS_MAX));
      }
      if (matchers.stream().allMatch(matcher -> matcher.matches(Map.of()))) {
        throw new IllegalArgumentException(
            "every matcher also matches an absent label, so it would silence everything");
      }
    }
  }

  /// Where it stands.
  public enum State {
    PENDING,
    ACTIVE,
    EXPIRED
  }

  public State state(Instant now) {
    if (now.isBefore(start)) {
      return State.PENDING;
    }
    return now.isBefore(expire) ? State.ACTIVE : State.EXPIRED;
  }

  /// Whether it keeps the alert from notifying now.
  public boolean suppresses(Alert alert, Instant now) {
    if (state(now) != State.ACTIVE
        || !(systems.isEmpty() || systems.contains(alert.key().system()))) {
      return false;
    }
    return switch (kind) {
      case Silence silence ->
          silence.matchers().stream().allMatch(matcher -> matcher.matches(alert.labels()));
    };
  }

  /// Ends it now; what is over already stays as it is.
  public Optional<Suppression> expire(Instant now) {
    if (state(now) == State.EXPIRED) {
      return Optional.empty();
    }
    var begin = start.isBefore(now) ? start : now.minusMillis(1);
    return Optional.of(
        new Suppression(id, kind, systems, system, reason, author, begin, now, create));
  }
}
