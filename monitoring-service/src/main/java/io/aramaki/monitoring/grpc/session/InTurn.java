package io.aramaki.monitoring.grpc.session;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// Does one thing after the other, in the order in which they came, on a virtual thread that lives
/// while there is something to do. How many wait is bounded by who brings them. What one of them
/// throws ends the thread as it would end any other; another does the rest.
final class InTurn {
  private final String name;
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private boolean busy;

  /// @param name of the thread
  InTurn(String name) {
    this.name = name;
  }

  /// Adds something to do; returns at once.
  synchronized void add(Runnable work) {
    waiting.add(work);
    if (!busy) {
      Thread.ofVirtual().name(name).start(this::doAll);
      busy = true;
    }
  }

  private void doAll() {
    @Nullable Runnable next = next();
    while (next != null) {
      boolean done = false;
      try {
        next.run();
        done = true;
      } finally {
        if (!done) {
          Thread.ofVirtual().name(name).start(this::doAll);
        }
      }
      next = next();
    }
  }

  private synchronized @Nullable Runnable next() {
    @Nullable Runnable next = waiting.poll();
    busy = next != null;
    return next;
  }
}
