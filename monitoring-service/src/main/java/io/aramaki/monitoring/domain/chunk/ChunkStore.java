package io.aramaki.monitoring.domain.chunk;

import io.aramaki.kit.codec.chunk.ChunkHeads;
import io.aramaki.monitoring.domain.chunk.ChunkRow.PageKey;
import io.aramaki.monitoring.domain.series.SeriesSet;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/// Pages and the sets of series that they speak of. All writes are plain and may be repeated.
public interface ChunkStore {
  /// Keeps that an agent has chunks; returns after it is durable. What was to be kept longer is.
  ///
  /// @param day of the chunks, since the epoch
  /// @param until when it may go
  void putAgent(String agent, long day, Instant now, Instant until);

  /// Keeps a set of series; returns after it is durable. What was to be kept longer is: older pages
  /// may need it.
  ///
  /// @param day the newest day for which it is needed, since the epoch
  /// @param until when it may go
  void putSet(String agent, SeriesSet set, long day, Instant now, Instant until);

  /// The agents of a shard that have sets.
  List<String> agents(int shard);

  /// The sets of an agent.
  List<StoredSet> sets(String agent);

  /// A set, and the newest day for which it was needed.
  record StoredSet(SeriesSet set, long day) {}

  /// Writes pages of an hour of an agent, all of them or nothing; returns after they are durable.
  void write(List<NewPage> pages);

  /// A page that is to be written.
  ///
  /// @param rollup its rollup, as [io.aramaki.kit.codec.chunk.RollupPage] reads it
  /// @param times until when each part is kept; the rollup is only written if it is to be kept
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record NewPage(ChunkRow row, byte[] rollup, PageTimes times) {}

  /// Which pages there are in a day, of all sets and builds; some may have no samples any more.
  ///
  /// @param day since the epoch
  List<PageKey> keys(String agent, long day);

  /// The heads of a set's pages in one day, ordered by hour. They stay when the samples are gone.
  ///
  /// @param day since the epoch
  List<StoredHeads> heads(String agent, String set, long day);

  /// The heads of a page.
  ///
  /// @param samplesMs until when the page has its samples, milliseconds since the epoch
  /// @param rollupMs until when it has its rollup; 0 if it has none
  record StoredHeads(PageKey key, ChunkHeads heads, long samplesMs, long rollupMs) {}

  /// The rollups of a set's pages in one day.
  ///
  /// @param day since the epoch
  List<StoredRollup> rollups(String agent, String set, long day);

  /// The rollup of a page, as it is stored.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record StoredRollup(PageKey key, byte[] bytes) {}

  /// Those pages of a build that have their samples, with all of their parts.
  ///
  /// @param sets the sets of the pages
  List<WrittenPage> written(String agent, long hour, long build, List<String> sets);

  /// A page with all of its parts.
  ///
  /// @param rollup empty if it has none
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record WrittenPage(ChunkRow row, byte[] rollup) {}

  /// One page, if it has its samples.
  List<ChunkRow> read(PageKey key);

  /// The pages of some sets in a span of hours, ordered by set and hour.
  ///
  /// @param from the first hour
  /// @param to the last hour
  List<ChunkRow> read(String agent, Collection<String> sets, long from, long to);

  /// Deletes a page.
  void delete(PageKey key);
}
