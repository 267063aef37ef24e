package io.aramaki.alerting.engine;

import io.aramaki.alerting.domain.Alerting;
import io.aramaki.alerting.domain.Edit;
import io.aramaki.alerting.domain.dispatch.Message;
import io.aramaki.alerting.domain.dispatch.Outcome;
import io.aramaki.kit.time.SteadyClock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// Makes durable what became of messages. Those that wait while one write is under way go together
/// in the next one: the sooner it is durable, the less is told again when this process dies.
final class Outcomes {
  /// The most outcomes of one write.
  static final int OUTCOMES_PER_WRITE = 20;

  private final Supplier<Optional<Reign>> reigns;
  private final SteadyClock clock;
  private final ReentrantLock writing = new ReentrantLock();
  private final ConcurrentLinkedQueue<Entry> waiting = new ConcurrentLinkedQueue<>();

  /// What became of one message.
  private static final class Entry {
    private final Message message;
    private final Outcome outcome;
    private final Duration wait;
    private boolean durable;

    Entry(Message message, Outcome outcome, Duration wait) {
      this.message = message;
      this.outcome = outcome;
      this.wait = wait;
    }
  }

  /// @param reigns the reign of now
  Outcomes(Supplier<Optional<Reign>> reigns, SteadyClock clock) {
    this.reigns = reigns;
    this.clock = clock;
  }

  /// Returns when the outcome is durable.
  ///
  /// @param wait until the message is sent again, if it must be
  /// @throws NotReigning if this instance does not own the alerts
  /// @throws RuntimeException if the store did not take it; the call may be made again
  void record(Message message, Outcome outcome, Duration wait) {
    var entry = new Entry(message, outcome, wait);
    waiting.add(entry);
    writing.lock();
    try {
      while (!entry.durable) {
        write(next());
      }
    } finally {
      waiting.remove(entry);
      writing.unlock();
    }
  }

  private List<Entry> next() {
    return waiting.stream().limit(OUTCOMES_PER_WRITE).toList();
  }

  /// Writes the first of them, as many as fit into one write.
  private void write(List<Entry> entries) {
    int written =
        reigns
            .get()
            .orElseThrow(NotReigning::new)
            .change((alerting, edit) -> take(alerting, edit, entries))
            .answer();
    for (var entry : entries.subList(0, written)) {
      entry.durable = true;
      waiting.remove(entry);
    }
  }

  private int take(Alerting alerting, Edit edit, List<Entry> entries) {
    int taken = 0;
    for (var entry : entries) {
      if (edit.full()) {
        break;
      }
      alerting.outcome(
          edit, entry.message.notification(), entry.outcome, entry.wait, clock.instant());
      taken++;
    }
    return taken;
  }
}
