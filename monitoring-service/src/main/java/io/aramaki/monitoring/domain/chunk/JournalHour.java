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
  /// So many rows are read at first, since each may have 1 MiB; then as many as have about
  /// [#PAGE_BYTES] if they go on like that, but never more than twice as many as before.
  private static final int FIRST_ROWS = 20;

  private static final int ROWS_MAX = 60;
  private static final long PAGE_BYTES = 256 * 1024;

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
    int most = FIRST_ROWS;
    while (true) {
      List<JournalRow> rows = journal.read(agent, hour, after, most);
      long bytes = 1;
      for (JournalRow row : rows) {
        bytes += row.header().remaining() + row.content().remaining();
        after = row.head().key();
        note(after);
        if (!more.test(row)) {
          return false;
        }
      }
      if (rows.size() < most) {
        return true;
      }
      most = Math.clamp(PAGE_BYTES * most / bytes, FIRST_ROWS, Math.min(2 * most, ROWS_MAX));
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
