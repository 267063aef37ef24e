package io.aramaki.kit.codec.batch;

import io.aramaki.kit.codec.bytes.ByteInput;
import io.aramaki.kit.codec.bytes.Malformed;
import io.aramaki.kit.codec.column.DoubleColumn;
import io.aramaki.kit.codec.column.LongColumn;
import io.aramaki.kit.codec.column.MixedColumn;
import java.util.List;

/// The content of a batch of format 2, opened for reading: what it names is read, its samples are
/// not. `docs/wire/batch.md` is the specification.
///
/// Whatever the bytes are, reading ends with a value or with [Malformed], in time and memory that
/// are bounded by [#BYTES_MAX] and [#SAMPLES_MAX].
public final class BatchContent {
  /// The number of this format in a batch's header.
  public static final int FORMAT = 2;

  /// The longest content, unpacked.
  public static final int BYTES_MAX = 4 << 20;

  /// The most samples of one batch.
  public static final int SAMPLES_MAX = 1_000_000;

  /// The most samples of one series in one batch.
  public static final int SAMPLES_PER_SERIES_MAX = 10_000;

  private final byte[] beside;
  private final long dictionary;
  private final byte[] names;
  private final List<SeriesName> own;
  private final ByteInput blocks;

  private BatchContent(
      byte[] beside, long dictionary, byte[] names, List<SeriesName> own, ByteInput blocks) {
    this.beside = beside;
    this.dictionary = dictionary;
    this.names = names;
    this.own = own;
    this.blocks = blocks;
  }

  /// Opens a content.
  ///
  /// @throws Malformed if it is none
  public static BatchContent open(byte[] content) {
    ByteInput in = Packing.open(content);
    byte[] beside = in.slice(in.count(BYTES_MAX, "bytes beside the samples")).rest();
    long dictionary = in.varint();
    byte[] bytes = in.slice(in.count(BYTES_MAX, "bytes of names")).rest();
    var names = new ByteInput(bytes);
    List<SeriesName> own = names.remaining() == 0 ? List.of() : List.copyOf(Names.read(names));
    if (names.remaining() > 0) {
      throw names.wrong("behind the names are %d bytes more".formatted(names.remaining()));
    }
    return new BatchContent(beside, dictionary, bytes, own, in.slice(in.remaining()));
  }

  /// What the batch carries beside samples: a serialised message that its readers know.
  public byte[] beside() {
    return beside.clone();
  }

  /// The seq of the batch, of the same boot and hour, whose own series come first; 0 if there is
  /// none.
  public long dictionary() {
    return dictionary;
  }

  /// The series that this batch names itself.
  public List<SeriesName> own() {
    return own;
  }

  /// What [#own] was read from: the same bytes are the same series.
  public byte[] names() {
    return names.clone();
  }

  /// Shows all samples. May be called again.
  ///
  /// @param inherited how many series the named dictionary has; 0 without one
  /// @throws Malformed if the samples cannot be read; some may have been shown before
  public void samples(int inherited, SampleVisitor visitor) {
    if (inherited < 0 || inherited > Names.SERIES_MAX) {
      throw new IllegalArgumentException(
          "0 to %d series are inherited, were %d".formatted(Names.SERIES_MAX, inherited));
    }
    new Blocks(blocks.again(), inherited + own.size()).read(visitor);
  }

  /// Reads the blocks one after the other.
  private static final class Blocks {
    private final ByteInput in;
    private final int series;
    private long[] times = {};
    private long[] scratch = {};
    private double[] values = {};
    private int[] numbers = {};
    private long samples;

    Blocks(ByteInput in, int series) {
      this.in = in;
      this.series = series;
    }

    void read(SampleVisitor visitor) {
      while (in.remaining() > 0) {
        int seriesCount = in.count(Math.min(SAMPLES_MAX, in.remaining()), "series");
        int timeCount = in.count(SAMPLES_PER_SERIES_MAX, "samples of a series");
        if (seriesCount == 0 || timeCount == 0) {
          throw in.wrong("a block has at least one series and one time");
        }
        samples += (long) seriesCount * timeCount;
        if (samples > SAMPLES_MAX) {
          throw in.wrong(
              "a batch has at most %d samples, was %d or more".formatted(SAMPLES_MAX, samples));
        }
        reserve(Math.max(seriesCount, timeCount), timeCount, seriesCount);
        readNumbers(seriesCount);
        LongColumn.read(in, timeCount, times);
        readValues(seriesCount, timeCount, visitor);
      }
    }

    private void reserve(int valueCount, int timeCount, int seriesCount) {
      if (values.length < valueCount) {
        values = new double[valueCount];
      }
      if (times.length < timeCount) {
        times = new long[timeCount];
        scratch = new long[timeCount];
      }
      if (numbers.length < seriesCount) {
        numbers = new int[seriesCount];
      }
    }

    private void readNumbers(int seriesCount) {
      long number = in.zigzag();
      int consecutive = in.u8();
      if (consecutive > 1) {
        throw in.wrong("whether series are consecutive is 0 or 1, was " + consecutive);
      }
      for (int i = 0; i < seriesCount; i++) {
        if (i > 0) {
          number += consecutive == 1 ? 1 : in.zigzag();
        }
        if (number < 0 || number >= series) {
          throw in.wrong("series %d of %d is named".formatted(number, series));
        }
        numbers[i] = (int) number;
      }
    }

    private void readValues(int seriesCount, int timeCount, SampleVisitor visitor) {
      if (timeCount == 1) {
        MixedColumn.read(in, seriesCount, values);
        for (int i = 0; i < seriesCount; i++) {
          visitor.samples(numbers[i], times, values, i, 1);
        }
      } else {
        for (int i = 0; i < seriesCount; i++) {
          DoubleColumn.read(in, timeCount, values, scratch);
          visitor.samples(numbers[i], times, values, 0, timeCount);
        }
      }
    }
  }
}
