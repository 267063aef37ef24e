package io.aramaki.kit.testing;

import io.aramaki.kit.app.Environment;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/// A wall clock and a monotonic clock that stand still until a test moves them.
///
/// [#advance] moves both, as time does. [#jump] moves the wall clock alone, as an operator or NTP
/// does.
public final class MutableClock extends Clock {
  private final AtomicReference<Instant> now;
  private final AtomicLong nanos;
  private final ZoneId zone;

  public MutableClock(Instant start) {
    this(new AtomicReference<>(start), new AtomicLong(), ZoneOffset.UTC);
  }

  private MutableClock(AtomicReference<Instant> now, AtomicLong nanos, ZoneId zone) {
    this.now = now;
    this.nanos = nanos;
    this.zone = zone;
  }

  /// A clock at a moment that no test cares about.
  public static MutableClock started() {
    return new MutableClock(Instant.parse("2026-01-01T00:00:00Z"));
  }

  /// Lets time pass.
  public void advance(Duration step) {
    if (step.isNegative()) {
      throw new IllegalArgumentException(
          "time passes forwards, not by " + step + "; jump() moves the wall clock back");
    }
    nanos.addAndGet(step.toNanos());
    now.updateAndGet(before -> before.plus(step));
  }

  /// Sets the wall clock forwards or backwards; the monotonic clock does not notice.
  public void jump(Duration step) {
    now.updateAndGet(before -> before.plus(step));
  }

  /// The monotonic clock that belongs to this one.
  public LongSupplier nanoTime() {
    return nanos::get;
  }

  /// An environment of this clock and of ids and chance from a seed.
  public Environment environment(long seed) {
    var seeded = new SeededIds(seed);
    return new Environment(this, seeded, seeded.random(), nanoTime());
  }

  @Override
  public Instant instant() {
    return now.get();
  }

  @Override
  public ZoneId getZone() {
    return zone;
  }

  @Override
  public Clock withZone(ZoneId other) {
    return new MutableClock(now, nanos, other);
  }
}
