package io.aramaki.kit.http.guard;

import io.aramaki.kit.config.Default;
import io.aramaki.kit.config.Doc;
import java.time.Duration;

/// The limits of a [Guard].
///
/// @param timeout how long one call may take
/// @param concurrentMax how many calls run at once
/// @param waitingMax how many more wait for their turn; beyond, calls are refused
/// @param window over how many of the last calls failures are counted
/// @param failurePercent from which share of failures on calls are refused
/// @param pause for how long they are refused, before one is tried again
public record GuardConfig(
    @Default("10s") @Doc("How long one call may take.") Duration timeout,
    @Default("16") @Doc("How many calls run at once.") int concurrentMax,
    @Default("64") @Doc("How many more wait for their turn; beyond, calls are refused.")
        int waitingMax,
    @Default("10") @Doc("Over how many of the last calls failures are counted.") int window,
    @Default("50") @Doc("From which share of failures on calls are refused, in percent.")
        int failurePercent,
    @Default("5s") @Doc("For how long they are refused before one is tried again.")
        Duration pause) {
  public GuardConfig {
    positive("timeout", timeout);
    positive("pause", pause);
    atLeast("concurrent-max", concurrentMax, 1);
    atLeast("waiting-max", waitingMax, 0);
    atLeast("window", window, 1);
    atLeast("failure-percent", failurePercent, 1);
    if (failurePercent > 100) {
      throw new IllegalArgumentException(
          "failure-percent must be at most 100, was " + failurePercent);
    }
  }

  /// Answers the defaults.
  public static GuardConfig defaults() {
    return new GuardConfig(Duration.ofSeconds(10), 16, 64, 10, 50, Duration.ofSeconds(5));
  }

  /// Answers the same limits with another time for one call.
  public GuardConfig withTimeout(Duration other) {
    return new GuardConfig(other, concurrentMax, waitingMax, window, failurePercent, pause);
  }

  private static void positive(String key, Duration duration) {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException(key + " must be longer than 0, was " + duration);
    }
  }

  private static void atLeast(String key, int value, int min) {
    if (value < min) {
      throw new IllegalArgumentException(key + " must be at least " + min + ", was " + value);
    }
  }
}
