package io.aramaki.inventory.domain.timeline;

import io.aramaki.inventory.domain.timeline.Outbox.Waiting;
import java.util.List;

/// Moves entries from the outbox to monitoring. Several senders may work on the same outbox: an
/// entry may then be sent twice and is still one event.
public final class OutboxSender {
  private static final int ENTRIES_MAX = 200;

  private final Outbox outbox;
  private final TimelineSink sink;

  public OutboxSender(Outbox outbox, TimelineSink sink) {
    this.outbox = outbox;
    this.sink = sink;
  }

  /// Sends what waits.
  ///
  /// @return how many entries were sent; if it is [#batchMax], there may be more
  /// @throws RuntimeException if monitoring or the outbox does not answer; nothing is lost
  public int sendOnce() {
    List<Waiting> waiting = outbox.oldest(ENTRIES_MAX);
    if (!waiting.isEmpty()) {
      sink.append(waiting.stream().map(Waiting::entry).distinct().toList());
      outbox.remove(waiting);
    }
    return waiting.size();
  }

  public int batchMax() {
    return ENTRIES_MAX;
  }
}
