package io.aramaki.monitoring.domain.shard;

import io.aramaki.monitoring.domain.agent.Tracing;
import io.aramaki.monitoring.domain.check.CheckResult;
import io.aramaki.monitoring.domain.check.StateChange;
import io.aramaki.monitoring.domain.hours.OpenHours.OpenHour;
import io.aramaki.monitoring.domain.observation.BatchRules;
import io.aramaki.monitoring.domain.observation.Journal;
import io.aramaki.monitoring.domain.observation.JournalRow;
import io.aramaki.monitoring.domain.observation.Refusal;
import io.aramaki.monitoring.domain.sequence.BatchKey;
import io.aramaki.monitoring.domain.sequence.Sequence.Verdict;
import io.aramaki.monitoring.domain.sequence.SequenceSnapshot;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;

/// Applies what lies in the journal behind an agent's row, after a new owner has read that row.
/// Results that were evaluated before show no second span, but a change that is only found now
/// does.
final class Replay {
  private static final int PAGE = 100;

  private final ShardParts parts;
  private final Map<String, SortedSet<Long>> hours;
  private final Tracing changesOnly;

  private Replay(ShardParts parts, Map<String, SortedSet<Long>> hours) {
    this.parts = parts;
    this.hours = hours;
    this.changesOnly = new ChangesOnly(parts.tracing());
  }

  /// Looks where the agents of a shard have rows that were acknowledged and are in no chunk.
  static Replay of(int shard, ShardParts parts) {
    Map<String, SortedSet<Long>> hours = new HashMap<>();
    for (OpenHour hour : parts.hours().of(shard)) {
      hours.computeIfAbsent(hour.agent(), _ -> new TreeSet<>()).add(hour.hour());
    }
    return new Replay(parts, hours);
  }

  /// Replays one agent; waits while the journal is away.
  ///
  /// @param running says whether the shard is still wanted
  void run(AgentDesk desk, Instant now, BooleanSupplier running) {
    parts
        .patience()
        .until(
            "journal",
            running,
            () -> {
              run(desk, now);
              return true;
            });
  }

  private void run(AgentDesk desk, Instant now) {
    SequenceSnapshot from = desk.book().sequence().snapshot();
    long oldest = BatchRules.hourOf(now.minus(BatchRules.RETENTION));
    String agent = desk.book().agent();
    SortedSet<Long> its = hours.getOrDefault(agent, Collections.emptySortedSet());
    for (long hour : its.tailSet(Math.max(from.hour() - 1, oldest))) {
      for (long boot : parts.journal().boots(agent, hour)) {
        replayBoot(desk, hour, boot);
      }
    }
  }

  private void replayBoot(AgentDesk desk, long hour, long boot) {
    // All of a boot that has ended was applied; of the current one, what is behind its seq is not.
    var sequence = desk.book().sequence();
    if (sequence.classify(new BatchKey(boot, Long.MAX_VALUE)) == Verdict.AFTER_END) {
      return;
    }
    SequenceSnapshot at = sequence.snapshot();
    long after = at.ordinal() > 0 && at.boot() == boot ? at.seq() : 0;
    Journal journal = parts.journal();
    String agent = desk.book().agent();
    while (true) {
      List<JournalRow> rows = journal.read(agent, hour, boot, after, PAGE);
      for (JournalRow row : rows) {
        desk.arrived(row, changesOnly);
        if (row.isRefused()) {
          desk.recent().refused(row.head().key(), row.sha256(), Refusal.parse(row.refusal()));
        } else {
          desk.recent().claim(row.head().key(), row.sha256());
        }
        desk.book().keepaliveHeard(row.receiveTime());
      }
      if (rows.size() < PAGE) {
        return;
      }
      after = rows.getLast().head().key().seq();
    }
  }

  private record ChangesOnly(Tracing tracing) implements Tracing {
    @Override
    public String evaluated(String agent, CheckResult result) {
      return result.traceparent();
    }

    @Override
    public String changed(String parent, StateChange change) {
      return tracing.changed(parent, change);
    }
  }
}
