package io.aramaki.inventory.storage.row;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;

/// The days that may hold work. Tables from which rows are deleted have a partition for each day,
/// so that what was deleted burdens reads of that day only; days that are over and empty are not
/// read again. So a row belongs to the day on which it is written, not to that of what it is about.
public final class Days {
  private static final long DAY_MS = Duration.ofDays(1).toMillis();

  /// Rows live this long.
  private static final int KEPT = 30;

  /// Other instances may still write into yesterday, and clocks differ.
  private static final int LIVE = 2;

  private final Clock clock;
  private final AtomicInteger oldest;

  public Days(Clock clock) {
    this.clock = clock;
    this.oldest = new AtomicInteger(of(clock.instant()) - KEPT);
  }

  public static int of(Instant time) {
    return (int) Math.floorDiv(time.toEpochMilli(), DAY_MS);
  }

  public int today() {
    return of(clock.instant());
  }

  /// Answers the days that may hold rows, oldest first. One more than today, as clocks differ.
  public List<Integer> open() {
    var days = new ArrayList<Integer>();
    for (int day = first(); day <= today() + 1; day++) {
      days.add(day);
    }
    return days;
  }

  /// Forgets the oldest days if they are empty.
  public void forget(IntPredicate isEmpty) {
    int day = first();
    while (day < today() - LIVE && isEmpty.test(day)) {
      day++;
    }
    oldest.set(day);
  }

  /// Days that are live are read whatever was forgotten: a clock that was ahead is set back.
  private int first() {
    return Math.min(oldest.get(), today() - LIVE);
  }
}
