package io.aramaki.monitoring.domain.shard;

import io.aramaki.monitoring.domain.observation.Journal;
import io.aramaki.monitoring.domain.observation.JournalRow;
import io.aramaki.monitoring.domain.sequence.BatchKey;
import io.aramaki.monitoring.domain.sequence.SeqRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The journal in memory.
final class MemoryJournal implements Journal {
  private final List<JournalRow> rows = new ArrayList<>();

  @Override
  public void append(JournalRow row) {
    rows.removeIf(before ->
        before.head().key().equals(row.head().key()) && before.head().hour() == row.head().hour());
    rows.add(row);
  }

  @Override
  public Optional<JournalRow> find(String agent, long hour, BatchKey key) {
    return rows.stream()
        .filter(row -> row.head().hour() == hour && row.head().key().equals(key))
        .findFirst();
  }

  @Override
  public List<JournalRow> read(String agent, long hour, long boot, long afterSeq, int limit) {
    return rows.stream()
        .filter(row -> row.head().hour() == hour && row.head().key().boot() == boot)
        .filter(row -> row.head().key().seq() > afterSeq)
        .sorted(Comparator.comparingLong(row -> row.head().key().seq()))
        .limit(limit)
        .toList();
  }

  @Override
  public List<JournalRow> read(String agent, long hour, BatchKey after, int limit) {
    var order = Comparator.comparingLong(BatchKey::boot).thenComparingLong(BatchKey::seq);
    return rows.stream()
        .filter(row -> row.head().hour() == hour)
        .filter(row -> order.compare(row.head().key(), after) > 0)
        .sorted(Comparator.comparing(row -> row.head().key(), order))
        .limit(limit)
        .toList();
  }

  @Override
  public List<Long> boots(String agent, long hour) {
    return rows.stream()
        .filter(row -> row.head().hour() == hour)
        .map(row -> row.head().key().boot())
        .distinct()
        .sorted()
        .toList();
  }

  @Override
  public void delete(String agent, long hour, SeqRange range) {
    rows.removeIf(row -> row.head().hour() == hour && range.contains(row.head().key()));
  }
}
