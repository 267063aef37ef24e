package io.aramaki.inventory.domain.login;

import java.time.Duration;
import java.time.Instant;

/// How often a login failed lately, for one user or one address.
///
/// @param key whose
/// @param failures how often in a row, the attempt under way included
/// @param notBefore when the next attempt may be made
/// @param time when the last attempt was made
public record Attempt(String key, int failures, Instant notBefore, Instant time) {
  /// After which time without an attempt everything is forgiven.
  public static final Duration FORGIVEN_AFTER = Duration.ofHours(1);

  /// How fast the wait grows.
  ///
  /// @param free failures that cost nothing
  /// @param first the wait after the first one that costs; it doubles with each more
  /// @param max the longest wait
  public record Policy(int free, Duration first, Duration max) {
    private static final int DOUBLINGS_MAX = 30;

    Duration waitAfter(int failures) {
      if (failures <= free) {
        return Duration.ZERO;
      }
      int doublings = Math.min(failures - free - 1, DOUBLINGS_MAX);
      Duration wait = first.multipliedBy(1L << doublings);
      return wait.compareTo(max) > 0 ? max : wait;
    }
  }

  public static Attempt none(String key) {
    return new Attempt(key, 0, Instant.EPOCH, Instant.EPOCH);
  }

  boolean isForgiven(Instant now) {
    return time.plus(FORGIVEN_AFTER).isBefore(now);
  }

  Attempt again(Policy policy, Instant now) {
    int next = isForgiven(now) ? 1 : failures + 1;
    return new Attempt(key, next, now.plus(policy.waitAfter(next)), now);
  }

  /// Answers the count without this attempt.
  Attempt takenBack(Instant now) {
    return new Attempt(key, failures - 1, now, now);
  }

  /// Answers how long to wait before the next attempt; zero or negative if it may be made now.
  Duration waitFrom(Instant now) {
    return Duration.between(now, notBefore);
  }
}
