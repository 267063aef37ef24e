package io.aramaki.monitoring.domain.chunk;

import io.aramaki.kit.app.Failpoint;
import io.aramaki.kit.codec.chunk.ChunkHeads;
import io.aramaki.kit.codec.chunk.ChunkPage;
import io.aramaki.kit.codec.chunk.ChunkWriter;
import io.aramaki.kit.codec.chunk.Rollup;
import io.aramaki.kit.codec.chunk.RollupPage;
import io.aramaki.kit.codec.chunk.RollupWriter;
import io.aramaki.monitoring.domain.chunk.ChunkRow.PageKey;
import io.aramaki.monitoring.domain.chunk.ChunkStore.WrittenPage;
import io.aramaki.monitoring.domain.chunk.PageSplitter.Part;
import io.aramaki.monitoring.domain.series.Samples;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;

/// Writes pages with their rollups, reads them back and compares them with what was to be kept.
final class PageWriter {
  private final ChunkStore chunks;
  private final LongSupplier builds;

  PageWriter(ChunkStore chunks, LongSupplier builds) {
    this.chunks = chunks;
    this.builds = builds;
  }

  /// Writes the series of a part; more than one page if some have too many samples for one.
  ///
  /// @return how long the pages are, in bytes
  long write(String agent, long hour, Part part, PageTimes times) {
    long bytes = 0;
    int longest = part.samples().stream().mapToInt(Samples::size).max().orElse(0);
    for (int from = 0; from < longest; from += ChunkPage.POINTS_MAX) {
      var key = new PageKey(agent, hour, part.set().id(), builds.getAsLong());
      bytes += write(key, part.samples(), from, times);
    }
    return bytes;
  }

  private long write(PageKey key, List<Samples> samples, int from, PageTimes times) {
    var writer = new ChunkWriter(samples.size());
    for (int i = 0; i < samples.size(); i++) {
      int size = size(samples.get(i), from);
      if (size > 0) {
        writer.add(i, times(samples.get(i), from), values(samples.get(i), from), size);
      }
    }
    ChunkPage page = writer.page();
    List<Rollup> rollups = times.hasRollup() ? rollups(samples, from) : List.of();
    byte[] rollup = times.hasRollup() ? bytes(page.heads(), rollups) : new byte[0];
    chunks.write(new ChunkRow(key, page), rollup, times);
    Failpoint.at("afterPageBeforeReadBack");
    WrittenPage found =
        chunks
            .written(key)
            .orElseThrow(() -> new IllegalStateException(key + " was written and is not there"));
    compare(found.row(), samples, from);
    long bytes = page.bytes();
    if (times.hasRollup()) {
      compare(found, rollups);
      bytes += rollup.length;
    }
    Failpoint.at("afterReadBack");
    return bytes;
  }

  private static int size(Samples samples, int from) {
    return Math.clamp(samples.size() - (long) from, 0, ChunkPage.POINTS_MAX);
  }

  private static long[] times(Samples samples, int from) {
    return Arrays.copyOfRange(samples.times(), from, from + size(samples, from));
  }

  private static double[] values(Samples samples, int from) {
    return Arrays.copyOfRange(samples.values(), from, from + size(samples, from));
  }

  private static List<Rollup> rollups(List<Samples> samples, int from) {
    return samples.stream()
        .map(one -> Rollup.of(times(one, from), values(one, from), size(one, from)))
        .toList();
  }

  private static byte[] bytes(ChunkHeads heads, List<Rollup> rollups) {
    var writer = new RollupWriter(heads);
    for (int i = 0; i < rollups.size(); i++) {
      if (rollups.get(i).size() > 0) {
        writer.add(i, rollups.get(i));
      }
    }
    return writer.bytes();
  }

  /// Compares each point of a page that was read back with what was to be kept.
  private static void compare(ChunkRow found, List<Samples> samples, int from) {
    var reader = found.page().reader();
    for (int i = 0; i < samples.size(); i++) {
      Samples wanted = samples.get(i);
      int size = size(wanted, from);
      boolean equal = reader.read(i) == size;
      for (int at = 0; equal && at < size; at++) {
        equal =
            reader.times()[at] == wanted.time(from + at)
                && Double.doubleToRawLongBits(reader.values()[at])
                    == Double.doubleToRawLongBits(wanted.value(from + at));
      }
      if (!equal) {
        throw new IllegalStateException(
            found.key() + " reads back with other samples of series " + i);
      }
    }
  }

  /// Compares each window of a rollup that was read back with what the samples say.
  private static void compare(WrittenPage found, List<Rollup> rollups) {
    PageKey key = found.row().key();
    if (found.rollup().length == 0) {
      throw new IllegalStateException("the rollup of %s is not there".formatted(key));
    }
    var page = RollupPage.open(found.row().page().heads(), found.rollup());
    for (int i = 0; i < rollups.size(); i++) {
      Rollup wanted = rollups.get(i);
      if (wanted.size() > 0 && !Objects.equals(page.rollup(i), wanted)) {
        throw new IllegalStateException(
            "the rollup of %s reads back otherwise for series %d".formatted(key, i));
      }
    }
  }
}
