package io.aramaki.gateway.domain.login;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/// Limits how often somebody may fail to log in: a bucket of attempts for each key, refilled
/// slowly. Inventory limits, too, over all gateways; this one keeps guesses from getting that far.
public final class Attempts {
  /// How many keys are remembered; the one not tried for the longest goes first.
  static final int KEYS_MAX = 20_000;

  private final int burst;
  private final Duration refill;
  private final LongSupplier nanoTime;
  private final Map<String, Bucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
          return size() > KEYS_MAX;
        }
      };

  private record Bucket(double left, long atNanos) {}

  /// @param burst how many attempts may come at once
  /// @param refill how long until one more is allowed
  /// @param nanoTime the monotonic clock
  public Attempts(int burst, Duration refill, LongSupplier nanoTime) {
    this.burst = burst;
    this.refill = refill;
    this.nanoTime = nanoTime;
  }

  /// Takes one attempt.
  ///
  /// @return empty if it may be made, else how long to wait
  public synchronized Optional<Duration> take(String key) {
    long now = nanoTime.getAsLong();
    double left = left(key, now);
    if (left < 1) {
      buckets.put(key, new Bucket(left, now));
      return Optional.of(Duration.ofNanos((long) ((1 - left) * refill.toNanos())));
    }
    buckets.put(key, new Bucket(left - 1, now));
    return Optional.empty();
  }

  /// Gives an attempt back, because it was good.
  public synchronized void giveBack(String key) {
    long now = nanoTime.getAsLong();
    buckets.put(key, new Bucket(Math.min(burst, left(key, now) + 1), now));
  }

  private double left(String key, long now) {
    Bucket bucket = buckets.getOrDefault(key, new Bucket(burst, now));
    return Math.min(burst, bucket.left + (double) (now - bucket.atNanos) / refill.toNanos());
  }
}
