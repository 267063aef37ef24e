package io.aramaki.kit.codec.batch;

import io.aramaki.kit.codec.bytes.ByteOutput;
import io.aramaki.kit.codec.column.DoubleColumn;
import io.aramaki.kit.codec.column.LongColumn;
import io.aramaki.kit.codec.column.MixedColumn;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes the content of a batch of format 2. Not thread-safe.
///
/// Series with the same times go into one block: their times are written once.
public final class BatchWriter {
  private final int inherited;
  private final long dictionary;
  private final List<SeriesName> own;
  private final LinkedHashMap<Times, Block> blocks = new LinkedHashMap<>();
  private @Nullable Block last;
  private final ByteOutput names = new ByteOutput();
  private final BitSet added = new BitSet();
  private byte[] beside = {};
  private int samples;

  /// Begins a batch.
  ///
  /// @param dictionary the seq of the batch whose own series come first; 0 without one
  /// @param inherited how many they are
  /// @param own the series that this batch names itself
  /// @throws IllegalArgumentException if they are more, or longer, than a batch may name
  public BatchWriter(long dictionary, int inherited, List<SeriesName> own) {
    this.dictionary = dictionary;
    this.inherited = inherited;
    this.own = List.copyOf(own);
    if (inherited < 0 || inherited > Names.SERIES_MAX || (dictionary == 0 && inherited > 0)) {
      throw new IllegalArgumentException(
          "%d series of batch %d cannot be inherited".formatted(inherited, dictionary));
    }
    if (!this.own.isEmpty()) {
      Names.write(names, this.own);
    }
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

  /// Series that share their times.
  private static final class Block {
    private final long[] times;
    private int[] numbers = new int[4];
    private double[] values = new double[16];
    private int size;

    Block(long[] times) {
      this.times = times;
    }

    boolean has(long[] others, int from, int to) {
      return Arrays.equals(times, 0, times.length, others, from, to);
    }

    void add(int number, double[] own, int from) {
      int count = times.length;
      int end = size * count + count;
      if (size == numbers.length) {
        numbers = Arrays.copyOf(numbers, size * 2);
      }
      if (end > values.length) {
        values = Arrays.copyOf(values, Math.max(end, values.length * 2));
      }
      System.arraycopy(own, from, values, size * count, count);
      numbers[size++] = number;
    }
  }

  /// What the batch carries beside samples.
  public void beside(byte[] message) {
    beside = message.clone();
  }

  /// Adds the samples of one series, all that the batch has of it.
  ///
  /// @param series the number of the series: first those of the dictionary, then the batch's own
  /// @param times milliseconds since the epoch
  /// @param values one for each time
  public void add(int series, long[] times, double[] values, int count) {
    add(series, times, values, 0, count);
  }

  /// Adds the samples of one series, all that the batch has of it.
  ///
  /// @param series the number of the series: first those of the dictionary, then the batch's own
  /// @param times milliseconds since the epoch, and the values of these times
  /// @param from where the first of them is
  /// @param to where the first is that is none of them
  public void add(int series, long[] times, double[] values, int from, int to) {
    int count = to - from;
    if (series < 0 || series >= inherited + own.size()) {
      throw new IllegalArgumentException(
          "series %d of %d".formatted(series, inherited + own.size()));
    }
    if (count < 1 || count > BatchContent.SAMPLES_PER_SERIES_MAX) {
      throw new IllegalArgumentException(
          "1 to %d samples of a series go into a batch, were %d"
              .formatted(BatchContent.SAMPLES_PER_SERIES_MAX, count));
    }
    if (from < 0 || to > times.length || to > values.length) {
      throw new IllegalArgumentException(
          "%d to %d of %d times and %d values".formatted(from, to, times.length, values.length));
    }
    if (samples + count > BatchContent.SAMPLES_MAX) {
      throw new IllegalArgumentException(
          "a batch has at most %d samples".formatted(BatchContent.SAMPLES_MAX));
    }
    if (added.get(series)) {
      throw new IllegalArgumentException("series %d was added before".formatted(series));
    }
    added.set(series);
    samples += count;
    block(times, from, to).add(series, values, from);
  }

  private Block block(long[] times, int from, int to) {
    if (last == null || !last.has(times, from, to)) {
      var its = Arrays.copyOfRange(times, from, to);
      last = blocks.computeIfAbsent(new Times(its), _ -> new Block(its));
    }
    return last;
  }

  /// How many samples were added.
  public int samples() {
    return samples;
  }

  /// The content.
  ///
  /// @throws IllegalArgumentException if it is longer than [BatchContent#BYTES_MAX]
  public byte[] content() {
    var out = new ByteOutput();
    out.varint(beside.length);
    out.bytes(beside, 0, beside.length);
    out.varint(dictionary);
    out.varint(names.size());
    out.append(names);
    blocks.values().forEach(block -> write(out, block));
    return Packing.close(out);
  }

  private static void write(ByteOutput out, Block block) {
    int count = block.times.length;
    out.varint(block.size);
    out.varint(count);
    writeNumbers(out, block);
    LongColumn.write(out, block.times, count);
    if (count == 1) {
      MixedColumn.write(out, block.values, block.size);
    } else {
      for (int i = 0; i < block.size; i++) {
        DoubleColumn.write(out, block.values, i * count, count);
      }
    }
  }

  private static void writeNumbers(ByteOutput out, Block block) {
    boolean consecutive = true;
    for (int i = 1; i < block.size; i++) {
      consecutive &= block.numbers[i] == block.numbers[i - 1] + 1;
    }
    out.zigzag(block.numbers[0]);
    out.u8(consecutive ? 1 : 0);
    for (int i = 1; i < block.size && !consecutive; i++) {
      out.zigzag((long) block.numbers[i] - block.numbers[i - 1]);
    }
  }
}
