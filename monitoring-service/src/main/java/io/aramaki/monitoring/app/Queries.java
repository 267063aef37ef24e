package io.aramaki.monitoring.app;

import io.aramaki.kit.app.Closer;
import io.aramaki.kit.app.Environment;
import io.aramaki.monitoring.domain.hours.OpenHours;
import io.aramaki.monitoring.domain.index.SeriesIndex;
import io.aramaki.monitoring.domain.index.limit.SeriesLimits;
import io.aramaki.monitoring.domain.promql.value.Limits;
import io.aramaki.monitoring.domain.query.ChunkCache;
import io.aramaki.monitoring.domain.query.IndexUpkeep;
import io.aramaki.monitoring.domain.query.QueryRunner;
import io.aramaki.monitoring.domain.query.SeriesCatalog;
import io.aramaki.monitoring.domain.query.StoredSeries;
import io.aramaki.monitoring.domain.query.open.OpenNames;
import io.aramaki.monitoring.domain.query.open.OpenSamples;
import io.aramaki.monitoring.grpc.query.QueryParts;

/// What answers queries, put onto its stores.
///
/// @param index the series of this instance
/// @param upkeep keeps the index true
/// @param parts what queries are answered with
record Queries(SeriesIndex index, IndexUpkeep upkeep, QueryParts parts) {
  /// The part of the heap for pages that were read lately.
  private static final int CACHE_SHARE = 4;

  /// The part of the heap for values that queries hold.
  private static final int QUERY_SHARE = 4;

  /// A query may hold so many values, however small the heap is.
  private static final long CELLS_MIN = 100_000;

  /// The part of the heap for samples that are in no chunk.
  private static final int OPEN_SHARE = 8;

  static Queries build(
      Environment environment,
      Stores stores,
      OpenHours openHours,
      SeriesLimits limits,
      Closer closer) {
    long heap = Runtime.getRuntime().maxMemory();
    var index = new SeriesIndex(limits);
    var open =
        new OpenSamples(
            stores.journal(), stores.contents(), heap / OPEN_SHARE, environment.nanoTime());
    var names = new OpenNames(stores.journal(), stores.dictionaries());
    var cache = new ChunkCache(stores.chunks(), heap / CACHE_SHARE, environment.nanoTime());
    var upkeep = new IndexUpkeep(index, open, names, stores.chunks(), cache, openHours);
    var series = new StoredSeries(index, cache, open, upkeep, environment.clock());
    var runner = closer.add("queries", new QueryRunner(environment.nanoTime()));
    return new Queries(
        index,
        upkeep,
        new QueryParts(
            runner, series, new SeriesCatalog(index), cells(heap), environment.nanoTime()));
  }

  /// So many values that all queries together stay within their part of the heap.
  private static long cells(long heap) {
    return Math.clamp(
        heap / QUERY_SHARE / QueryRunner.AT_ONCE_MAX / Double.BYTES,
        CELLS_MIN,
        Limits.DEFAULT.cells());
  }
}
