package io.aramaki.monitoring.domain.shard;

import io.aramaki.kit.name.ResourceName;
import io.aramaki.monitoring.domain.MonitoringException.InvalidEvent;
import io.aramaki.monitoring.domain.agent.Tracing;
import io.aramaki.monitoring.domain.check.RecordedChange;
import io.aramaki.monitoring.domain.check.StateChange;
import io.aramaki.monitoring.domain.time.Patience;
import io.aramaki.monitoring.domain.timeline.Timeline;
import io.aramaki.monitoring.domain.timeline.TimelineEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Copies state changes into the timelines: a consumer of the log with a durable cursor of its own,
/// so that no crash loses an entry. An entry that is written again is the same one.
public final class TimelineWriter implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TimelineWriter.class);
  private static final int PAGE = 200;
  private static final Duration POLL = Duration.ofSeconds(1);

  /// How long the durable cursor may lag: so much is written again after a crash.
  private static final Duration CURSOR = Duration.ofSeconds(5);

  private static final int SUMMARY_LENGTH_MAX = 300;
  private static final int TRACE_BEGIN = 3;
  private static final int TRACE_END = 35;

  private final Shards shards;
  private final Timeline timeline;
  private final InstantSource clock;
  private final Patience patience;
  private final Map<Integer, Long> written = new HashMap<>();
  private final Map<Integer, Instant> savedAt = new HashMap<>();
  private volatile boolean running = true;

  public TimelineWriter(Shards shards, Timeline timeline, InstantSource clock, Patience patience) {
    this.shards = shards;
    this.timeline = timeline;
    this.clock = clock;
    this.patience = patience;
  }

  public void start(Tracing tracing) {
    Thread.ofVirtual().name("timeline-writer").start(tracing.untraced(this::run));
  }

  private void run() {
    while (running) {
      try {
        long seen = shards.signal().count();
        Map<Integer, Long> heads = shards.heads();
        written.keySet().retainAll(heads.keySet());
        heads.forEach(this::copyOrTell);
        shards.signal().await(seen, POLL);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return;
      } catch (Patience.GivenUp _) {
        return;
      }
    }
  }

  /// What is wrong with one shard keeps no other's changes out of the timelines; it is tried again
  /// at the next look, not at once.
  private void copyOrTell(int shard, long head) {
    try {
      copy(shard, head);
    } catch (Patience.GivenUp e) {
      throw e;
    } catch (RuntimeException e) {
      log.atError()
          .addKeyValue("shard", shard)
          .setCause(e)
          .log("state changes cannot be copied into the timelines");
    }
  }

  private void copy(int shard, long head) {
    long durable = shards.timelineCursor(shard);
    long cursor =
        Math.max(written.getOrDefault(shard, 0L), durable == Long.MAX_VALUE ? head : durable);
    while (cursor < head && running) {
      long from = cursor;
      List<RecordedChange> changes =
          patience.until("changes", () -> running, () -> shards.changes(shard, from, PAGE));
      if (changes.isEmpty()) {
        cursor = head; // They have expired.
      } else {
        List<TimelineEvent> events =
            changes.stream().map(TimelineWriter::eventIfAny).flatMap(Optional::stream).toList();
        patience.until(
            "timeline",
            () -> running,
            () -> {
              timeline.append(events);
              return true;
            });
        cursor = changes.getLast().seq();
      }
      written.put(shard, cursor);
    }
    save(shard, cursor, durable);
  }

  private void save(int shard, long cursor, long durable) {
    Instant now = clock.instant();
    if (cursor > durable && !now.isBefore(savedAt.getOrDefault(shard, Instant.MIN))) {
      savedAt.put(shard, now.plus(CURSOR));
      shards.timelineCursor(shard, cursor);
    }
  }

  /// A change that no timeline can hold, because it has no system, is left out for those behind it.
  private static Optional<TimelineEvent> eventIfAny(RecordedChange recorded) {
    try {
      return Optional.of(event(recorded));
    } catch (InvalidEvent e) {
      log.atError()
          .addKeyValue("shard", recorded.shard())
          .addKeyValue("seq", recorded.seq())
          .setCause(e)
          .log("a state change is in no timeline");
      return Optional.empty();
    }
  }

  private static TimelineEvent event(RecordedChange recorded) {
    StateChange change = recorded.change();
    String check = ResourceName.parse(change.check()).id();
    String line = change.output().lines().findFirst().orElse("");
    String summary =
        check
            + " is "
            + change.status()
            + " ("
            + change.hardness()
            + ", attempt "
            + change.attempt()
            + "): "
            + line;
    String trace = change.traceparent();
    return new TimelineEvent(
        recorded.shard() + "-" + recorded.seq(),
        change.system(),
        TimelineEvent.Kind.STATE_CHANGE,
        change.recordTime(),
        summary.length() > SUMMARY_LENGTH_MAX ? summary.substring(0, SUMMARY_LENGTH_MAX) : summary,
        change.output(),
        change.agent(),
        change.check(),
        change.status().name().toLowerCase(Locale.ROOT),
        trace.length() > TRACE_END ? trace.substring(TRACE_BEGIN, TRACE_END) : "");
  }

  @Override
  public void close() {
    running = false;
    shards.signal().raise();
  }
}
