package io.aramaki.bench.feed;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// Holds a sender to a rate, whatever the server does: who was held up sends what is due at once,
/// since hosts do not stop to measure. One thread waits, any may set another rate.
final class Throttle {
  private static final double NANOS = 1e9;

  /// So often a sender that waits looks whether another rate holds.
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /// A rate, and since when it holds.
  private record Rate(double perSecond, long since) {}

  private final LongSupplier nanoTime;
  private volatile Rate rate;
  private Rate counted;
  private long sent;

  /// @param perSecond samples per second; 0 for no bound
  Throttle(double perSecond, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.rate = new Rate(perSecond, nanoTime.getAsLong());
    this.counted = rate;
  }

  /// Sets another rate, from now on.
  void set(double perSecond) {
    rate = new Rate(perSecond, nanoTime.getAsLong());
  }

  /// How long to wait before so many more samples are sent, in nanoseconds; 0 or less if they are
  /// due.
  long due(int samples) {
    Rate now = rate;
    if (!now.equals(counted)) {
      counted = now;
      sent = 0;
    }
    if (now.perSecond <= 0) {
      return 0;
    }
    long wait = now.since + (long) (sent / now.perSecond * NANOS) - nanoTime.getAsLong();
    sent += samples;
    return wait;
  }

  /// Waits until so many more samples are due, or another rate holds.
  void await(int samples) throws InterruptedException {
    long end = nanoTime.getAsLong() + due(samples);
    Rate before = counted;
    long left = end - nanoTime.getAsLong();
    while (left > 0 && rate.equals(before)) {
      TimeUnit.NANOSECONDS.sleep(Math.min(left, LOOK_NANOS));
      left = end - nanoTime.getAsLong();
    }
  }
}
