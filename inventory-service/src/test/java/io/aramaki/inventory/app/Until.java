package io.aramaki.inventory.app;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Waits for a condition, within a bound.
final class Until {
  private static final Duration BOUND = Duration.ofSeconds(20);
  private static final Duration STEP = Duration.ofMillis(10);

  private Until() {}

  static void holds(String what, BooleanSupplier condition) {
    boolean _ =
        present(what, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
  }

  static <T> T present(String what, Supplier<Optional<T>> value) {
    long end = System.nanoTime() + BOUND.toNanos();
    while (System.nanoTime() < end) {
      Optional<T> found = value.get();
      if (found.isPresent()) {
        return found.get();
      }
      LockSupport.parkNanos(STEP.toNanos());
    }
    throw new AssertionError("not within " + BOUND.toSeconds() + " s: " + what);
  }
}
