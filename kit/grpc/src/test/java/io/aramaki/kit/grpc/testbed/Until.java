package io.aramaki.kit.grpc.testbed;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Waits for a condition, within a bound.
public final class Until {
  private static final Duration BOUND = Duration.ofSeconds(10);

  private Until() {}

  public static void holds(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + BOUND.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within " + BOUND + ": " + what);
      }
      Thread.onSpinWait();
      LockSupport.parkNanos(1_000_000);
    }
  }
}
