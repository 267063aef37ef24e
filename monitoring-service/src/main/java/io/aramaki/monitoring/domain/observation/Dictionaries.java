package io.aramaki.monitoring.domain.observation;

import io.aramaki.monitoring.domain.sequence.BatchKey;
import io.aramaki.monitoring.domain.series.SeriesBlock;
import io.aramaki.monitoring.domain.series.SeriesSet;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Batches that name series for later ones of the same agent and hour.
public interface Dictionaries {
  /// The systems of the series that a batch names.
  ///
  /// @return empty if it is not in the journal, or was refused
  Optional<Set<String>> systems(String agent, long hour, BatchKey batch);

  /// The series that a row names itself, without samples; none if it was refused or cannot be read.
  List<SeriesBlock> named(JournalRow row);

  /// The series that a batch names itself, in the journal or kept beyond it; none if it is in
  /// neither or was refused.
  List<SeriesBlock> named(String agent, long hour, BatchKey batch);

  /// Keeps what a batch names beyond its row in the journal; returns after that is durable.
  ///
  /// @param now the time
  /// @param until it is kept so long at least
  void keep(String agent, long hour, BatchKey batch, SeriesSet names, Instant now, Instant until);
}
