package io.aramaki.monitoring.app;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/// Waits for a condition, within a bound.
final class Until {
  private static final Duration BOUND = Duration.ofSeconds(40);
  private static final long POLL_NANOS = 20_000_000;

  private Until() {}

  static <T> T until(String what, Callable<T> look, Predicate<T> good) {
    long end = System.nanoTime() + BOUND.toNanos();
    T seen = null;
    Exception failed = null;
    while (System.nanoTime() < end) {
      try {
        seen = look.call();
        if (good.test(seen)) {
          return seen;
        }
      } catch (Exception e) {
        failed = e;
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
    throw new AssertionError("not within " + BOUND + ": " + what + "; last seen " + seen, failed);
  }
}
