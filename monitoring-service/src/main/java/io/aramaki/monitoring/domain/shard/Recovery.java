package io.aramaki.monitoring.domain.shard;

import io.aramaki.monitoring.domain.observation.BatchRules;
import io.aramaki.monitoring.domain.observation.Journal;
import io.aramaki.monitoring.domain.observation.JournalRow;
import io.aramaki.monitoring.domain.sequence.Missing;
import io.aramaki.monitoring.domain.sequence.SeqRange;
import io.aramaki.monitoring.domain.sequence.Sequence;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Looks for what is missing of one agent: a moment's patience with what is still on its way, then
/// the journal, then the agent is asked, then, when it was asked often enough, it is given up.
final class Recovery {
  /// An agent may have two sessions for a moment, whose batches are written side by side.
  private static final Duration SETTLE = Duration.ofMillis(500);

  private static final Duration AGAIN = Duration.ofSeconds(5);
  private static final int ASKED_MAX = 6;
  private static final int ROWS_MAX = 200;

  private final String agent;
  private final Journal journal;
  private @Nullable Missing missing;
  private Instant since = Instant.MIN;
  private Instant lookedAt = Instant.MIN;
  private int asked;

  Recovery(String agent, Journal journal) {
    this.agent = agent;
    this.journal = journal;
  }

  /// What is to be done now.
  sealed interface Advice {
    /// Nothing.
    record Wait() implements Advice {}

    /// These were found; offer them.
    record Found(List<JournalRow> rows) implements Advice {}

    /// Ask the agent.
    record Ask(SeqRange range) implements Advice {}

    /// The agent does not have it any more.
    record GiveUp(Missing what) implements Advice {}
  }

  /// Advises, at most every few seconds for the same thing.
  ///
  /// @param connected true if the agent can be asked
  Advice advise(Sequence sequence, boolean connected, Instant now) {
    @Nullable Missing what = sequence.missing().orElse(null);
    if (what == null || !what.equals(missing)) {
      missing = what;
      since = now;
      lookedAt = Instant.MIN;
      asked = 0;
    }
    if (what == null
        || Duration.between(since, now).compareTo(SETTLE) < 0
        || (!lookedAt.equals(Instant.MIN) && lookedAt.plus(AGAIN).isAfter(now))) {
      return new Advice.Wait();
    }
    lookedAt = now;
    return switch (what) {
      case Missing.Batches(SeqRange range) -> look(what, range, sequence, connected, now);
      case Missing.Link link -> connected ? askForLink(link) : new Advice.Wait();
    };
  }

  private Advice look(
      Missing what, SeqRange range, Sequence sequence, boolean connected, Instant now) {
    List<JournalRow> rows = inJournal(range, sequence.snapshot().hour(), asked > 0, now);
    if (!rows.isEmpty()) {
      return new Advice.Found(rows);
    }
    if (!connected) {
      return new Advice.Wait();
    }
    asked++;
    return asked > ASKED_MAX ? new Advice.GiveUp(what) : new Advice.Ask(range);
  }

  private Advice askForLink(Missing.Link link) {
    asked++;
    return asked > ASKED_MAX
        ? new Advice.GiveUp(link)
        : new Advice.Ask(new SeqRange(link.boot(), 1, 1));
  }

  /// @param everywhere true to look in all hours that the journal keeps, for an agent whose clock
  ///   was set back
  private List<JournalRow> inJournal(SeqRange range, long hour, boolean everywhere, Instant now) {
    long oldest = BatchRules.hourOf(now.minus(BatchRules.RETENTION));
    long newest = BatchRules.hourOf(now.plus(BatchRules.AHEAD_MAX));
    var found = new ArrayList<JournalRow>();
    for (long at = everywhere ? oldest : Math.max(hour - 1, oldest); at <= newest; at++) {
      for (JournalRow row : journal.read(agent, at, range.boot(), range.first() - 1, ROWS_MAX)) {
        if (row.head().key().seq() <= range.last()) {
          found.add(row);
        }
      }
    }
    return found;
  }
}
