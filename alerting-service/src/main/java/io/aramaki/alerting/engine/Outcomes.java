package io.aramaki.alerting.engine;

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

  private void write(List<Entry> entries) {
    reigns
        .get()
        .orElseThrow(NotReigning::new)
        .change((alerting, edit) -> {
          for (var entry : entries) {
            var notification = entry.message.notification();
            alerting.outcome(
                edit,
                notification.groupKey(),
                notification.key(),
                entry.outcome,
                entry.wait,
                clock.instant());
          }
          return true;
        });
    for (var entry : entries) {
      entry.durable = true;
      waiting.remove(entry);
    }
  }
}
