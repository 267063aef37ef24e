package io.aramaki.monitoring.domain.timeline;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// One who watches: a bounded queue of events. What does not fit is dropped, oldest first, and
/// counted.
public final class Watcher implements AutoCloseable {
  private static final int QUEUE_MAX = 2_000;

  private final Set<Watcher> all;
  private final Deque<TimelineEvent> queue = new ArrayDeque<>();
  private long lost;

  Watcher(Set<Watcher> all) {
    this.all = all;
  }

  /// Events, and how many were lost before them.
  public record Seen(List<TimelineEvent> events, long lost) {}

  synchronized void offer(List<TimelineEvent> events) {
    for (TimelineEvent event : events) {
      if (queue.size() == QUEUE_MAX) {
        queue.poll();
        lost++;
      }
      queue.add(event);
    }
    notifyAll();
  }

  /// Waits for events; none if the time is over.
  public synchronized Seen take(Duration most) throws InterruptedException {
    long deadline = System.nanoTime() + most.toNanos();
    for (long left = most.toNanos(); queue.isEmpty() && left > 0; ) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
      left = deadline - System.nanoTime();
    }
    var seen = new Seen(new ArrayList<>(queue), lost);
    queue.clear();
    lost = 0;
    return seen;
  }

  @Override
  public void close() {
    all.remove(this);
  }
}
