package io.aramaki.kit.codec.chunk;

import io.aramaki.kit.codec.bytes.ByteInput;
import io.aramaki.kit.codec.column.LongColumn;
import io.aramaki.kit.codec.column.MixedColumn;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The heads of a page: what aggregates need, and where in the content each chunk lies.
public final class ChunkHeads {
  private final byte[] bytes;
  private final Groups groups;
  private final int[] owner;
  private final int[] place;
  private final int[] markers;
  private final int[] begin;
  private final double[][] values;

  /// The groups of series that share their times.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Groups(int[] points, long[] first, long[] last, int[] begin) {}

  private ChunkHeads(byte[] bytes, ByteInput in) {
    this.bytes = bytes;
    int version = in.u8();
    if (version != ChunkPage.VERSION) {
      throw in.wrong("pages have version %d, was %d".formatted(ChunkPage.VERSION, version));
    }
    int series = in.count(ChunkPage.SERIES_MAX, "series");
    if (series == 0) {
      throw in.wrong("a page has at least one series");
    }
    this.groups = groups(in, series);
    this.owner = new int[series];
    this.place = new int[series];
    int count = readOwners(in);
    int contentBegin = groups.begin[groups.begin.length - 1];
    this.begin = new int[count + 1];
    this.begin[0] = contentBegin;
    this.markers = new int[count];
    this.values = new double[5][count];
    if (count > 0) {
      readChunks(in, count);
    }
    if (in.remaining() > 0) {
      throw in.wrong("behind the heads are %d bytes more".formatted(in.remaining()));
    }
  }

  /// Reads heads.
  ///
  /// @throws io.aramaki.kit.codec.bytes.Malformed if they are none
  public static ChunkHeads open(byte[] bytes) {
    return new ChunkHeads(bytes, new ByteInput(bytes));
  }

  private static Groups groups(ByteInput in, int series) {
    int count = in.count(series, "groups of times");
    var groups = new Groups(new int[count], new long[count], new long[count], new int[count + 1]);
    for (int i = 0; i < count; i++) {
      groups.points[i] = in.count(ChunkPage.POINTS_MAX, "points");
      if (groups.points[i] == 0) {
        throw in.wrong("a chunk has at least one point");
      }
      groups.first[i] = in.zigzag();
      groups.last[i] = groups.first[i] + in.varint();
      groups.begin[i + 1] =
          groups.begin[i] + in.count(ChunkPage.BYTES_MAX - groups.begin[i], "bytes of times");
    }
    return groups;
  }

  private int readOwners(ByteInput in) {
    var read = new long[owner.length];
    LongColumn.read(in, owner.length, read);
    int count = 0;
    for (int i = 0; i < owner.length; i++) {
      if (read[i] < 0 || read[i] > groups.points.length) {
        throw in.wrong("series %d has the times of group %d".formatted(i, read[i]));
      }
      owner[i] = (int) read[i] - 1;
      place[i] = owner[i] < 0 ? -1 : count++;
    }
    return count;
  }

  private void readChunks(ByteInput in, int count) {
    var numbers = new long[count];
    LongColumn.read(in, count, numbers);
    for (int i = 0; i < count; i++) {
      if (numbers[i] < 0 || numbers[i] > ChunkPage.BYTES_MAX - begin[i]) {
        throw in.wrong("chunk %d has %d bytes".formatted(i, numbers[i]));
      }
      begin[i + 1] = begin[i] + (int) numbers[i];
    }
    LongColumn.read(in, count, numbers);
    for (int series = 0; series < owner.length; series++) {
      int at = place[series];
      if (at >= 0 && (numbers[at] < 0 || numbers[at] > groups.points[owner[series]])) {
        throw in.wrong("chunk %d has %d markers".formatted(at, numbers[at]));
      }
    }
    Arrays.setAll(markers, i -> (int) numbers[i]);
    for (double[] column : values) {
      MixedColumn.read(in, count, column);
    }
  }

  /// How many series the page can have.
  public int series() {
    return owner.length;
  }

  /// Tells whether the page has points of a series.
  public boolean has(int series) {
    return owner[series] >= 0;
  }

  /// The head of a series' chunk; null if the page has none.
  public @Nullable Head head(int series) {
    int group = owner[series];
    if (group < 0) {
      return null;
    }
    int at = place[series];
    return new Head(
        groups.points[group],
        markers[at],
        groups.first[group],
        groups.last[group],
        values[0][at],
        values[1][at],
        values[2][at],
        values[3][at],
        values[4][at]);
  }

  /// How long the content of the page is, in bytes.
  int contentBytes() {
    return begin[begin.length - 1];
  }

  int group(int series) {
    return owner[series];
  }

  int points(int series) {
    return groups.points[owner[series]];
  }

  int timesBegin(int series) {
    return groups.begin[owner[series]];
  }

  int timesEnd(int series) {
    return groups.begin[owner[series] + 1];
  }

  int valuesBegin(int series) {
    return begin[place[series]];
  }

  int valuesEnd(int series) {
    return begin[place[series] + 1];
  }

  int size() {
    return bytes.length;
  }

  /// As they are stored.
  public byte[] bytes() {
    return bytes.clone();
  }
}
