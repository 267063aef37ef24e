package io.aramaki.bench.feed;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// So many a second and never more, each of many threads in its turn: who was held up finds no
/// burst behind itself.
public final class Turns {
  /// One less than inventory lets one caller enrol.
  private static final int ENROLMENTS_PER_SECOND = 19;

  private final long periodNanos;
  private final LongSupplier nanoTime;
  private long next;

  /// @param perSecond how many
  /// @param nanoTime a clock that only moves forward
  public Turns(int perSecond, LongSupplier nanoTime) {
    this.periodNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
    this.nanoTime = nanoTime;
    this.next = nanoTime.getAsLong();
  }

  /// For those who enrol agents.
  public static Turns ofEnrolments(LongSupplier nanoTime) {
    return new Turns(ENROLMENTS_PER_SECOND, nanoTime);
  }

  /// Waits for the next turn.
  public void await() throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(take());
  }

  /// Takes the next turn.
  ///
  /// @return how long it is until then, in nanoseconds; 0 or less if it is now
  synchronized long take() {
    long now = nanoTime.getAsLong();
    long turn = next - now > 0 ? next : now;
    next = turn + periodNanos;
    return turn - now;
  }
}
