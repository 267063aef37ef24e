package io.aramaki.gateway.edge;

import java.util.ArrayDeque;
import java.util.Deque;

/// When the batches were relayed that one session waits for. Acknowledgements are matched by order,
/// since the gateway does not read which batch is meant: good enough for a progress figure.
///
/// Written by the session's event loop, read by the sweep.
final class Unacknowledged {
  /// More than any credit that monitoring gives.
  private static final int BATCHES_MAX = 4096;

  private static final long NONE = Long.MIN_VALUE;

  private final Deque<Long> relayed = new ArrayDeque<>();
  private volatile long oldest = NONE;

  void relayed(long nanoTime) {
    if (relayed.size() < BATCHES_MAX) {
      relayed.addLast(nanoTime);
    }
    update();
  }

  void acknowledged() {
    relayed.pollFirst();
    update();
  }

  /// Answers the age of the oldest batch that waits; 0 if none does.
  long ageNanos(long nanoTime) {
    long since = oldest;
    return since == NONE ? 0 : Math.max(0, nanoTime - since);
  }

  private void update() {
    Long first = relayed.peekFirst();
    oldest = first == null ? NONE : first;
  }
}
