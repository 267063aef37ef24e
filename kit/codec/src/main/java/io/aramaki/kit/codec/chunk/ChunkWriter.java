package io.aramaki.kit.codec.chunk;

import io.aramaki.kit.codec.bytes.ByteOutput;
import io.aramaki.kit.codec.column.DoubleColumn;
import io.aramaki.kit.codec.column.LongColumn;
import io.aramaki.kit.codec.column.MixedColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Writes a page: the chunks of some series of one agent in one hour. `docs/wire/chunk.md` is the
/// specification. The same points give the same bytes. Not thread-safe.
public final class ChunkWriter {
  private final int series;
  private final List<Chunk> chunks = new ArrayList<>();
  private final Map<Times, Integer> groups = new LinkedHashMap<>();

  /// Begins a page.
  ///
  /// @param series how many series the page can have
  public ChunkWriter(int series) {
    if (series < 1 || series > ChunkPage.SERIES_MAX) {
      throw new IllegalArgumentException(
          "a page has 1 to %d series, was %d".formatted(ChunkPage.SERIES_MAX, series));
    }
    this.series = series;
  }

  /// Equal if the times are.
  @SuppressWarnings("ArrayRecordComponent") // compared by what is in it
  private record Times(long[] times) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Times(long[] others) && Arrays.equals(times, others);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(times);
    }
  }

  private record Chunk(int number, int group, Head head, ByteOutput values) {}

  /// Adds the points of a series; series come in the order of their numbers.
  ///
  /// @param number the number of the series in the page, from 0
  /// @param times milliseconds since the epoch, ascending, none twice
  /// @param values one for each time
  /// @param count how many points, at least 1
  public void add(int number, long[] times, double[] values, int count) {
    if (number < 0 || number >= series || (!chunks.isEmpty() && number <= last().number())) {
      throw new IllegalArgumentException(
          "series %d of %d, after %d".formatted(number, series, chunks.size()));
    }
    if (count < 1 || count > ChunkPage.POINTS_MAX) {
      throw new IllegalArgumentException(
          "a chunk has 1 to %d points, was %d".formatted(ChunkPage.POINTS_MAX, count));
    }
    for (int i = 1; i < count; i++) {
      if (times[i] <= times[i - 1]) {
        throw new IllegalArgumentException("time %d after %d".formatted(times[i], times[i - 1]));
      }
    }
    var out = new ByteOutput();
    DoubleColumn.write(out, values, 0, count);
    int group = groups.size();
    var before = groups.putIfAbsent(new Times(Arrays.copyOf(times, count)), group);
    chunks.add(
        new Chunk(number, before == null ? group : before, Head.of(times, values, count), out));
  }

  private Chunk last() {
    return chunks.getLast();
  }

  /// The page.
  public ChunkPage page() {
    var content = new ByteOutput();
    var heads = new ByteOutput();
    heads.u8(ChunkPage.VERSION);
    heads.varint(series);
    heads.varint(groups.size());
    for (Times group : groups.keySet()) {
      long[] times = group.times();
      int begin = content.size();
      LongColumn.write(content, times, times.length);
      heads.varint(times.length);
      heads.zigzag(times[0]);
      heads.varint(times[times.length - 1] - times[0]);
      heads.varint(content.size() - begin);
    }
    writeHeads(heads);
    for (Chunk chunk : chunks) {
      content.append(chunk.values());
    }
    return ChunkPage.open(heads.toByteArray(), content.toByteArray());
  }

  private void writeHeads(ByteOutput heads) {
    var owner = new long[series];
    for (Chunk chunk : chunks) {
      owner[chunk.number()] = chunk.group() + 1L;
    }
    LongColumn.write(heads, owner, series);
    int count = chunks.size();
    if (count == 0) {
      return;
    }
    LongColumn.write(heads, chunks.stream().mapToLong(c -> c.values().size()).toArray(), count);
    LongColumn.write(heads, chunks.stream().mapToLong(c -> c.head().markers()).toArray(), count);
    MixedColumn.write(heads, chunks.stream().mapToDouble(c -> c.head().min()).toArray(), count);
    MixedColumn.write(heads, chunks.stream().mapToDouble(c -> c.head().max()).toArray(), count);
    MixedColumn.write(heads, chunks.stream().mapToDouble(c -> c.head().sum()).toArray(), count);
    MixedColumn.write(heads, chunks.stream().mapToDouble(c -> c.head().first()).toArray(), count);
    MixedColumn.write(heads, chunks.stream().mapToDouble(c -> c.head().last()).toArray(), count);
  }
}
