package io.aramaki.monitoring.domain.chunk;

import io.aramaki.kit.app.Failpoint;
import io.aramaki.monitoring.domain.observation.Journal;
import io.aramaki.monitoring.domain.observation.JournalRow;
import io.aramaki.monitoring.domain.sequence.BatchKey;
import io.aramaki.monitoring.domain.sequence.SeqRange;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// Reads the rows of an hour of the journal, and remembers exactly which, so that no other is
/// deleted.
final class JournalHour {
  /// Rows have 1 MiB at most, and are some KB.
  private static final int PAGE = 20;

  private final Journal journal;
  private final String agent;
  private final long hour;
  private final List<SeqRange> ranges = new ArrayList<>();

  JournalHour(Journal journal, String agent, long hour) {
    this.journal = journal;
    this.agent = agent;
    this.hour = hour;
  }

  /// Shows all rows, until somebody has enough.
  ///
  /// @param more is shown each row; says whether it wants another
  /// @return true if that was all of them
  boolean read(Predicate<JournalRow> more) {
    var after = new BatchKey(Long.MIN_VALUE, Long.MIN_VALUE);
    while (true) {
      List<JournalRow> rows = journal.read(agent, hour, after, PAGE);
      for (JournalRow row : rows) {
        after = row.head().key();
        note(after);
        if (!more.test(row)) {
          return false;
        }
      }
      if (rows.size() < PAGE) {
        return true;
      }
    }
  }

  private void note(BatchKey key) {
    long boot = key.boot();
    long seq = key.seq();
    if (!ranges.isEmpty()) {
      SeqRange last = ranges.getLast();
      if (last.boot() == boot && last.last() + 1 == seq) {
        ranges.set(ranges.size() - 1, new SeqRange(boot, last.first(), seq));
        return;
      }
    }
    ranges.add(new SeqRange(boot, seq, seq));
  }

  /// The rows that were shown.
  List<SeqRange> ranges() {
    return List.copyOf(ranges);
  }

  /// Deletes the rows that were shown.
  void delete() {
    for (SeqRange range : ranges) {
      journal.delete(agent, hour, range);
      Failpoint.at("whileJournalIsDeleted");
    }
  }
}
