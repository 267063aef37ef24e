package io.aramaki.e2e.instance;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Predicate;

/// Waits for what must come, looking again and again, with a bound.
public final class Eventually {
  private static final long LOOK_MS = 50;

  private Eventually() {}

  /// Answers the first value that fits.
  ///
  /// @throws AssertionError with the last value or failure, if none fits in time
  public static <T> T get(String what, Duration bound, Callable<T> look, Predicate<T> fits) {
    long end = System.nanoTime() + bound.toNanos();
    Object last = "nothing";
    while (true) {
      try {
        T value = look.call();
        if (fits.test(value)) {
          return value;
        }
        last = value;
      } catch (Exception e) {
        last = e;
      }
      if (System.nanoTime() > end) {
        throw new AssertionError(
            "%s did not come within %d s; last seen: %s".formatted(what, bound.toSeconds(), last));
      }
      pause();
    }
  }

  /// Waits until a condition holds.
  public static void holds(String what, Duration bound, Callable<Boolean> condition) {
    var _ = get(what, bound, condition, Boolean::booleanValue);
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
