package io.aramaki.monitoring.domain.timeline;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// One who watches: a bounded queue of events. What does not fit is dropped, oldest first, and
/// counted.
public final class Watcher implements AutoCloseable {
  private static final int QUEUE_MAX = 2_000;

  /// Events, and how many were lost before them.
  public record Seen(List<TimelineEvent> events, long lost) {}

  private final Set<Watcher> all;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final Deque<TimelineEvent> queue = new ArrayDeque<>();
  private long lost;

  Watcher(Set<Watcher> all) {
    this.all = all;
  }

  void offer(List<TimelineEvent> events) {
    lock.lock();
    try {
      for (TimelineEvent event : events) {
        if (queue.size() == QUEUE_MAX) {
          queue.poll();
          lost++;
        }
        queue.add(event);
      }
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Waits for events; none if the time is over.
  public Seen take(Duration most) throws InterruptedException {
    lock.lock();
    try {
      long left = most.toNanos();
      while (queue.isEmpty() && left > 0) {
        left = arrived.awaitNanos(left);
      }
      var seen = new Seen(new ArrayList<>(queue), lost);
      queue.clear();
      lost = 0;
      return seen;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    all.remove(this);
  }
}
