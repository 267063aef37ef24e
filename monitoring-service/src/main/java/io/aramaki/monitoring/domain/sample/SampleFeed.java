package io.aramaki.monitoring.domain.sample;

import io.aramaki.monitoring.domain.index.limit.SeriesRefusal;
import io.aramaki.monitoring.domain.series.SeriesBlock;
import java.util.List;
import java.util.Optional;

/// Is handed the samples of an agent as its owner applies them, batch after batch.
@FunctionalInterface
public interface SampleFeed {
  /// Nobody listens.
  SampleFeed NONE = (_, _, _) -> Optional.empty();

  /// Samples of a batch.
  ///
  /// @param hour the hour of the journal in which the batch lies
  /// @return why some of the series are left out, if some are
  Optional<SeriesRefusal> arrived(String agent, long hour, List<SeriesBlock> blocks);

  /// This instance has become the owner of a shard: what it knew of its agents may be of before.
  default void begins(int shard) {}
}
