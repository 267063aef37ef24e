package io.aramaki.monitoring.domain.chunk;

import io.aramaki.kit.app.Failpoint;
import io.aramaki.kit.codec.chunk.ChunkHeads;
import io.aramaki.kit.codec.chunk.ChunkPage;
import io.aramaki.kit.codec.chunk.ChunkWriter;
import io.aramaki.kit.codec.chunk.Rollup;
import io.aramaki.kit.codec.chunk.RollupPage;
import io.aramaki.kit.codec.chunk.RollupWriter;
import io.aramaki.monitoring.domain.chunk.ChunkRow.PageKey;
import io.aramaki.monitoring.domain.chunk.ChunkStore.NewPage;
import io.aramaki.monitoring.domain.chunk.ChunkStore.WrittenPage;
import io.aramaki.monitoring.domain.chunk.PageSplitter.Part;
import io.aramaki.monitoring.domain.series.Samples;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Writes pages with their rollups, reads them back and compares them with what was to be kept.
final class PageWriter {
  /// So much is written at once; a mutation may have 16 MiB.
  private static final long TOGETHER_BYTES_MAX = 1L << 20;

  private final ChunkStore chunks;
  private final LongSupplier builds;

  PageWriter(ChunkStore chunks, LongSupplier builds) {
    this.chunks = chunks;
    this.builds = builds;
  }

  /// Writes the series of an hour; more than one page of a part if some have too many samples.
  ///
  /// @return how long the pages are, in bytes
  long write(String agent, long hour, List<Part> parts, Instant now) {
    long bytes = 0;
    int longest = parts.stream().mapToInt(PageWriter::longest).max().orElse(0);
    for (int from = 0; from < longest; from += ChunkPage.POINTS_MAX) {
      bytes += write(agent, hour, parts, from, now);
    }
    return bytes;
  }

  private long write(String agent, long hour, List<Part> parts, int from, Instant now) {
    long build = builds.getAsLong();
    var together = new ArrayList<Page>();
    long size = 0;
    long bytes = 0;
    for (Part part : parts) {
      if (longest(part) > from) {
        var key = new PageKey(agent, hour, part.set().id(), build);
        Page page = page(key, part, from, PageTimes.of(hour, part.keep(), now));
        if (size + page.bytes() > TOGETHER_BYTES_MAX && !together.isEmpty()) {
          write(together);
          together.clear();
          size = 0;
        }
        together.add(page);
        size += page.bytes();
        bytes += page.bytes();
      }
    }
    if (!together.isEmpty()) {
      write(together);
    }
    return bytes;
  }

  private static int longest(Part part) {
    return part.samples().stream().mapToInt(Samples::size).max().orElse(0);
  }

  /// A page, and what was to be kept in it.
  private record Page(NewPage made, List<Samples> samples, int from, List<Rollup> rollups) {
    PageKey key() {
      return made.row().key();
    }

    long bytes() {
      return made.row().page().bytes() + (long) made.rollup().length;
    }
  }

  private static Page page(PageKey key, Part part, int from, PageTimes times) {
    List<Samples> samples = part.samples();
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
    return new Page(new NewPage(new ChunkRow(key, page), rollup, times), samples, from, rollups);
  }

  private void write(List<Page> pages) {
    chunks.write(pages.stream().map(Page::made).toList());
    Failpoint.at("afterPagesBeforeReadBack");
    PageKey first = pages.getFirst().key();
    List<String> sets = pages.stream().map(page -> page.key().set()).toList();
    Map<PageKey, WrittenPage> found = new HashMap<>();
    chunks
        .written(first.agent(), first.hour(), first.build(), sets)
        .forEach(one -> found.put(one.row().key(), one));
    for (Page page : pages) {
      @Nullable WrittenPage its = found.get(page.key());
      if (its == null) {
        throw new IllegalStateException(page.key() + " was written and is not there");
      }
      compare(its.row(), page.samples(), page.from());
      if (page.made().times().hasRollup()) {
        compare(its, page.rollups());
      }
    }
    Failpoint.at("afterReadBack");
  }

  private static int size(Samples samples, int from) {
    return Math.clamp(samples.size() - (long) from, 0, ChunkPage.POINTS_MAX);
  }

  private static long[] times(Samples samples, int from) {
    int begin = Math.min(from, samples.size());
    return Arrays.copyOfRange(samples.times(), begin, begin + size(samples, from));
  }

  private static double[] values(Samples samples, int from) {
    int begin = Math.min(from, samples.size());
    return Arrays.copyOfRange(samples.values(), begin, begin + size(samples, from));
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
