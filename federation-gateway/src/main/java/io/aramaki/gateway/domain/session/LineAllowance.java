package io.aramaki.gateway.domain.session;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.function.LongSupplier;

/// How many lines may be logged about strangers: whoever knocks a thousand times a second must not
/// fill our disk. What is left out is counted, and told by the next line.
public final class LineAllowance {
  static final int LINES_MAX = 20;
  static final Duration PERIOD = Duration.ofSeconds(1);

  private final LongSupplier nanoTime;
  private long begun;
  private int written;
  private int leftOut;

  /// @param nanoTime the monotonic clock
  public LineAllowance(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.begun = nanoTime.getAsLong();
  }

  /// Asks for a line.
  ///
  /// @return how many were left out since the last one; empty if this one must be left out, too
  public synchronized OptionalInt next() {
    long now = nanoTime.getAsLong();
    if (now - begun >= PERIOD.toNanos()) {
      begun = now;
      written = 0;
    }
    if (written == LINES_MAX) {
      leftOut++;
      return OptionalInt.empty();
    }
    written++;
    int told = leftOut;
    leftOut = 0;
    return OptionalInt.of(told);
  }
}
