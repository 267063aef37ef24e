package io.aramaki.monitoring.domain.observation;

import io.aramaki.monitoring.domain.sequence.BatchKey;
import io.aramaki.monitoring.domain.sequence.SeqRange;
import java.util.List;
import java.util.Optional;

/// The journal: what lies here was, or may be, acknowledged. One row for each batch, by `((agent,
/// hour), boot, seq)`, written again without harm.
public interface Journal {
  /// Returns after the row is durable.
  void append(JournalRow row);

  /// As [#append], and notes of its hour whether it names series, for [#named].
  default void appendNoted(JournalRow row, boolean namesSeries) {
    append(row);
  }

  /// The rows of an agent's hour that name series which no row before them named; empty if nothing
  /// was noted of it, as of rows of a version before.
  default Optional<List<BatchKey>> named(String agent, long hour) {
    return Optional.empty();
  }

  Optional<JournalRow> find(String agent, long hour, BatchKey key);

  /// Reads rows of one boot in order of seq.
  ///
  /// @param afterSeq the seq after which to begin
  List<JournalRow> read(String agent, long hour, long boot, long afterSeq, int limit);

  /// Reads rows of all boots, in order of boot and seq.
  ///
  /// @param after the row after which to begin
  List<JournalRow> read(String agent, long hour, BatchKey after, int limit);

  /// The boots that have rows in an hour.
  List<Long> boots(String agent, long hour);

  /// Deletes rows. What is written again later stays.
  void delete(String agent, long hour, SeqRange range);
}
