package io.aramaki.monitoring.domain.write;

import io.aramaki.kit.codec.batch.BatchContent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// Writes of one system, one row after the other. What arrives while a row is being written goes
/// together into the next one, as far as it is of the same hour, so that many small writes do not
/// become many small rows. Whoever finds nobody writing writes, also for the others.
final class Line {
  /// The most writes of one row.
  static final int TOGETHER_MAX = 256;

  /// The most bytes of one row, unpacked, unless a single write has more.
  static final int WEIGHT_MAX = 1 << 20;

  /// The most samples of one row, unless a single write has more. All may be of one series.
  static final int SAMPLES_MAX = BatchContent.SAMPLES_PER_SERIES_MAX;

  private final Consumer<List<Write>> row;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<Write> waiting = new ArrayDeque<>();
  private boolean busy;

  /// @param row writes one row, or throws for all that were to be in it
  Line(Consumer<List<Write>> row) {
    this.row = row;
  }

  /// Returns when the write is durable, or throws what kept it from being so. How long that takes
  /// is bounded by the time that each row has for its turn and in the database.
  void write(Write own) {
    lock.lock();
    try {
      waiting.add(own);
      while (!own.ended()) {
        if (busy) {
          changed.awaitUninterruptibly();
        } else {
          writeRow();
        }
      }
    } finally {
      lock.unlock();
    }
    own.throwFailure();
  }

  int waiting() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }

  private void writeRow() {
    List<Write> group = next();
    busy = true;
    RuntimeException failure = new IllegalStateException("the row was not written");
    lock.unlock();
    try {
      row.accept(group);
      failure = null;
    } catch (RuntimeException e) {
      failure = e;
    } finally {
      lock.lock();
      busy = false;
      for (Write each : group) {
        each.end(failure);
      }
      changed.signalAll();
    }
  }

  /// The first that waits, and others of its hour as far as they fit; those of other hours keep
  /// their places.
  private List<Write> next() {
    var group = new ArrayList<Write>();
    long weight = 0;
    long samples = 0;
    var each = waiting.iterator();
    while (each.hasNext() && group.size() < TOGETHER_MAX) {
      Write one = each.next();
      if (group.isEmpty() || one.hour() == group.getFirst().hour()) {
        weight += one.weight();
        samples += one.samples();
        if (!group.isEmpty() && (weight > WEIGHT_MAX || samples > SAMPLES_MAX)) {
          break;
        }
        group.add(one);
        each.remove();
      }
    }
    return group;
  }
}
