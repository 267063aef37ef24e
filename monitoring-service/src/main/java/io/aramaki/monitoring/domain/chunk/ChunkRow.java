package io.aramaki.monitoring.domain.chunk;

import io.aramaki.kit.codec.chunk.ChunkPage;

/// A page as it lies in its table.
///
/// @param key where
/// @param page the page
public record ChunkRow(PageKey key, ChunkPage page) {
  /// Names a page.
  ///
  /// @param agent the agent
  /// @param hour the hour of the journal, since the epoch
  /// @param set the id of the [io.aramaki.monitoring.domain.series.SeriesSet] whose series it has
  /// @param build random, so that two builders never write the same row
  public record PageKey(String agent, long hour, String set, long build) {}
}
