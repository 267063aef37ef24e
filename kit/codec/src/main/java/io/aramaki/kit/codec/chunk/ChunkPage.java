package io.aramaki.kit.codec.chunk;

import io.aramaki.kit.codec.bytes.ByteInput;
import io.aramaki.kit.codec.bytes.Malformed;
import io.aramaki.kit.codec.column.DoubleColumn;
import io.aramaki.kit.codec.column.LongColumn;

/// A page: heads and content. Reading one series decodes its times and its values, nothing else.
public final class ChunkPage {
  /// The most series of a page.
  public static final int SERIES_MAX = 1_024;

  /// The most points of one series in one hour: one each 36 ms.
  public static final int POINTS_MAX = 100_000;

  /// The longest content.
  public static final int BYTES_MAX = 64 << 20;

  static final int VERSION = 1;

  private final ChunkHeads heads;
  private final byte[] content;

  private ChunkPage(ChunkHeads heads, byte[] content) {
    this.heads = heads;
    this.content = content;
  }

  /// Opens a page.
  ///
  /// @throws Malformed if heads and content do not belong together
  public static ChunkPage open(byte[] heads, byte[] content) {
    return open(ChunkHeads.open(heads), content);
  }

  /// Opens a page whose heads were read before.
  ///
  /// @throws Malformed if heads and content do not belong together
  public static ChunkPage open(ChunkHeads heads, byte[] content) {
    if (heads.contentBytes() != content.length) {
      throw new Malformed(
          "the heads tell of %d bytes, the page has %d"
              .formatted(heads.contentBytes(), content.length));
    }
    return new ChunkPage(heads, content);
  }

  /// Its heads.
  public ChunkHeads heads() {
    return heads;
  }

  /// The content as it is stored.
  public byte[] content() {
    return content.clone();
  }

  /// How long heads and content are, in bytes.
  public int bytes() {
    return heads.size() + content.length;
  }

  /// Reads one series after the other, using its arrays again. Not thread-safe.
  public Reader reader() {
    return new Reader();
  }

  /// Decodes chunks of this page.
  public final class Reader {
    private int group = -1;
    private long[] times = {};
    private long[] scratch = {};
    private double[] values = {};

    private Reader() {}

    /// Decodes the points of a series.
    ///
    /// @return how many; 0 if the page has none of it
    /// @throws Malformed if the content is damaged
    public int read(int series) {
      if (!heads.has(series)) {
        return 0;
      }
      int points = heads.points(series);
      if (values.length < points) {
        times = new long[points];
        scratch = new long[points];
        values = new double[points];
        group = -1;
      }
      if (group != heads.group(series)) {
        group = -1;
        var in = input(heads.timesBegin(series), heads.timesEnd(series));
        LongColumn.read(in, points, times);
        requireEnd(in);
        group = heads.group(series);
      }
      var in = input(heads.valuesBegin(series), heads.valuesEnd(series));
      DoubleColumn.read(in, points, values, scratch);
      requireEnd(in);
      return points;
    }

    /// The times of the series that was read last; valid until the next is read.
    public long[] times() {
      return times;
    }

    /// Its values.
    public double[] values() {
      return values;
    }

    private ByteInput input(int from, int to) {
      var in = new ByteInput(content);
      in.slice(from);
      return in.slice(to - from);
    }

    private static void requireEnd(ByteInput in) {
      if (in.remaining() > 0) {
        throw in.wrong("behind the column are %d bytes more".formatted(in.remaining()));
      }
    }
  }
}
