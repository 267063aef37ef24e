package io.aramaki.allinone.keep;

import java.time.Duration;
import java.util.ArrayDeque;

/// Decides when a process that died is started again: at once the first time, then after a growing
/// wait, so that a crash loop does not eat the machine. All times are monotonic nanoseconds.
final class Restarts {
  /// The longest wait; with it a service is back within 10 s of its death.
  static final Duration WAIT_MAX = Duration.ofSeconds(5);

  /// The wait after the second death in a row; it doubles with each one more.
  static final Duration WAIT_FIRST = Duration.ofMillis(250);

  /// Deaths within this time count as in a row.
  static final Duration WINDOW = Duration.ofSeconds(60);

  /// So many deaths in the window are a crash loop.
  static final int CRASH_LOOP = 5;

  private final ArrayDeque<Long> deaths = new ArrayDeque<>();
  private int total;

  /// Counts a death and says how long to wait before the next start.
  Duration died(long now) {
    total++;
    forget(now);
    deaths.addLast(now);
    if (deaths.size() == 1) {
      return Duration.ZERO;
    }
    var wait = WAIT_FIRST.multipliedBy(1L << Math.min(10, deaths.size() - 2));
    return wait.compareTo(WAIT_MAX) > 0 ? WAIT_MAX : wait;
  }

  boolean crashLoop(long now) {
    forget(now);
    return deaths.size() >= CRASH_LOOP;
  }

  int total() {
    return total;
  }

  private void forget(long now) {
    while (!deaths.isEmpty() && now - deaths.getFirst() > WINDOW.toNanos()) {
      deaths.removeFirst();
    }
  }
}
