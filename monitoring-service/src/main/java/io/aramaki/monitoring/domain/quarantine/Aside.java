package io.aramaki.monitoring.domain.quarantine;

import io.aramaki.monitoring.domain.observation.JournalRow;
import io.aramaki.monitoring.domain.time.Patience;
import io.aramaki.monitoring.domain.timeline.Timeline;
import io.aramaki.monitoring.domain.timeline.TimelineEvent;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts aside what an agent or a program sent and what cannot be used, and tells people: the sender
/// believes that all is well. For one agent, used by one thread at a time.
public final class Aside {
  private static final Logger log = LoggerFactory.getLogger(Aside.class);

  private final QuarantineNotices notices = new QuarantineNotices();
  private final Quarantine quarantine;
  private final Timeline timeline;
  private final Patience patience;
  private final BooleanSupplier running;
  private final InstantSource clock;

  /// @param running says whether its shard is still worked on
  public Aside(
      Quarantine quarantine,
      Timeline timeline,
      Patience patience,
      BooleanSupplier running,
      InstantSource clock) {
    this.quarantine = quarantine;
    this.timeline = timeline;
    this.patience = patience;
    this.running = running;
    this.clock = clock;
  }

  /// Puts an item of a batch aside.
  ///
  /// @param item which one; empty for the whole batch
  /// @param system where to tell it; empty if that is not known
  public void put(JournalRow row, String item, String reason, String message, String system) {
    var entry = QuarantineEntry.of(row, item, reason, message, clock.instant());
    store(entry);
    if (!system.isEmpty()) {
      notices.of(entry, system, row.receiveTime()).ifPresent(this::tell);
    }
  }

  /// The same for what an agent sends again and again: nothing if it was told in this hour.
  public void once(JournalRow row, String item, String reason, String message, String system) {
    var entry = QuarantineEntry.of(row, item, reason, message, clock.instant());
    Optional<TimelineEvent> event = notices.of(entry, system, row.receiveTime());
    if (event.isPresent()) {
      store(entry);
      if (!system.isEmpty()) {
        tell(event.get());
      }
    }
  }

  private void store(QuarantineEntry entry) {
    log.atWarn()
        .addKeyValue("agent", entry.agent())
        .addKeyValue("batch", entry.key())
        .addKeyValue("item", entry.item())
        .addKeyValue("reason", entry.reason())
        .log("quarantined");
    patiently("quarantine", () -> quarantine.put(entry));
  }

  private void tell(TimelineEvent event) {
    patiently("timeline", () -> timeline.append(List.of(event)));
  }

  private void patiently(String what, Runnable step) {
    patience.until(
        what,
        running,
        () -> {
          step.run();
          return true;
        });
  }
}
