package io.aramaki.bench.feed;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Holds threads while it is closed; open at first.
final class Gate {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition opened = lock.newCondition();
  private volatile boolean closed;

  void close() {
    closed = true;
  }

  void open() {
    lock.lock();
    try {
      closed = false;
      opened.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Returns when it is open.
  void await() throws InterruptedException {
    if (!closed) {
      return;
    }
    lock.lock();
    try {
      while (closed) {
        opened.await();
      }
    } finally {
      lock.unlock();
    }
  }
}
