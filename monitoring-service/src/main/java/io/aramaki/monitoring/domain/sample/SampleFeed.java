package io.aramaki.monitoring.domain.sample;

import io.aramaki.monitoring.domain.series.SeriesBlock;
import java.util.List;

/// Is handed the samples of an agent as its owner applies them, batch after batch.
@FunctionalInterface
public interface SampleFeed {
  /// Nobody listens.
  SampleFeed NONE = (_, _, _) -> {};

  /// Samples of a batch.
  ///
  /// @param hour the hour of the journal in which the batch lies
  void arrived(String agent, long hour, List<SeriesBlock> blocks);
}
