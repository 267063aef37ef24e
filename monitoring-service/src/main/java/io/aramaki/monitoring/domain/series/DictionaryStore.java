package io.aramaki.monitoring.domain.series;

import io.aramaki.monitoring.domain.sequence.BatchKey;
import java.time.Instant;
import java.util.Optional;

/// What batches named that have left the journal, each by agent, hour and batch. Writes are plain
/// and may be repeated.
public interface DictionaryStore {
  /// Keeps what a batch names; returns after it is durable.
  ///
  /// @param now the time
  /// @param until it is kept so long at least
  void keep(String agent, long hour, BatchKey batch, SeriesSet set, Instant now, Instant until);

  /// What a batch named.
  Optional<SeriesSet> find(String agent, long hour, BatchKey batch);
}
