package io.aramaki.monitoring.domain.observation;

import io.aramaki.monitoring.domain.sequence.BatchKey;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// Batches that name series for later ones of the same agent and hour.
public interface Dictionaries {
  /// The systems of the series that a batch names.
  ///
  /// @return empty if it is not in the journal, or was refused
  Optional<Set<String>> systems(String agent, long hour, BatchKey batch);

  /// Keeps what a batch names, if it names series, beyond its row in the journal; returns after
  /// that is durable.
  void keep(JournalRow row, Duration howLong);
}
