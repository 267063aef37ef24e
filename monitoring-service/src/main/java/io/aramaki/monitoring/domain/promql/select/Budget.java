package io.aramaki.monitoring.domain.promql.select;

import io.aramaki.monitoring.domain.promql.value.Limits;
import io.aramaki.monitoring.domain.promql.value.QueryException;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/// What a query has used of its limits. Confined to the thread that evaluates it.
public final class Budget {
  /// Values that are worked on between two looks at the clock.
  private static final long WORK_BETWEEN_LOOKS = 1 << 18;

  private final Limits limits;
  private final LongSupplier nanoTime;
  private final BooleanSupplier canceled;
  private final long deadline;
  private long seriesRead;
  private long samplesRead;
  private long cellsHeld;
  private long work;

  /// @param nanoTime a clock that only moves forward, such as `System::nanoTime`
  /// @param canceled tells that nobody waits for the answer any more
  public Budget(Limits limits, LongSupplier nanoTime, BooleanSupplier canceled) {
    this.limits = limits;
    this.nanoTime = nanoTime;
    this.canceled = canceled;
    this.deadline = nanoTime.getAsLong() + limits.time().toNanos();
  }

  /// Begins another selector: its series are counted anew.
  public void selector() {
    seriesRead = 0;
    look();
  }

  /// Counts a series of the current selector.
  public void series() {
    if (++seriesRead > limits.series()) {
      throw over("series for one selector", limits.series(), "match fewer series");
    }
    work(1);
  }

  /// Counts samples that are read.
  public void samples(long count) {
    samplesRead += count;
    if (samplesRead > limits.samples()) {
      throw over("samples", limits.samples(), "match fewer series or ask for a shorter time");
    }
    work(count);
  }

  /// Counts values that an operator holds until [#release].
  public void hold(long cells) {
    cellsHeld += cells;
    if (cellsHeld > limits.cells()) {
      throw over(
          "values between operators", limits.cells(), "aggregate earlier or take larger steps");
    }
  }

  /// Gives back what [#hold] counted.
  public void release(long cells) {
    cellsHeld -= cells;
  }

  /// Counts work, and looks at the clock now and then.
  public void work(long values) {
    work += values;
    if (work >= WORK_BETWEEN_LOOKS) {
      look();
    }
  }

  /// Fails if the time is over or the query was cancelled.
  public void look() {
    work = 0;
    if (canceled.getAsBoolean() || Thread.currentThread().isInterrupted()) {
      throw QueryException.canceled();
    }
    if (nanoTime.getAsLong() - deadline > 0) {
      throw QueryException.timeout();
    }
  }

  private static QueryException over(String what, long most, String remedy) {
    return QueryException.execution(
        "the query needs more than " + most + " " + what + ", which is the limit; " + remedy);
  }
}
