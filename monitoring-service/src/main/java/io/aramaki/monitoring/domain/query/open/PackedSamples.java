package io.aramaki.monitoring.domain.query.open;

import io.aramaki.kit.codec.bytes.ByteInput;
import io.aramaki.kit.codec.bytes.ByteOutput;
import io.aramaki.kit.codec.column.DoubleColumn;
import io.aramaki.kit.codec.column.LongColumn;
import io.aramaki.monitoring.domain.series.Samples;
import java.util.Arrays;

/// Samples of one series as they come, of which all but the last few are packed: some three bytes a
/// sample instead of sixteen. In the order in which they came; the same time may be there twice.
final class PackedSamples {
  /// So many samples are packed together.
  static final int TOGETHER = 64;

  private static final int FIRST_CAPACITY = 8;

  /// About what the object takes, and each piece beside its bytes.
  private static final int OWN_BYTES = 120;

  private static final int PIECE_BYTES = 48;
  private static final int SAMPLE_BYTES = 16;

  private Piece[] pieces = {};
  private int packed;
  private long pieceBytes;
  private long[] times = new long[FIRST_CAPACITY];
  private double[] values = new double[FIRST_CAPACITY];
  private int size;

  /// Packed samples.
  ///
  /// @param first the least of their times
  /// @param last the greatest
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Piece(long first, long last, byte[] bytes) {}

  /// Adds samples.
  ///
  /// @return how many bytes more it takes, about
  long add(long[] moreTimes, double[] moreValues, int from, int to) {
    long before = bytes();
    for (int i = from; i < to; i++) {
      if (size == times.length) {
        makeRoom();
      }
      times[size] = moreTimes[i];
      values[size++] = moreValues[i];
    }
    return bytes() - before;
  }

  private void makeRoom() {
    if (size < TOGETHER) {
      times = Arrays.copyOf(times, size * 2);
      values = Arrays.copyOf(values, size * 2);
      return;
    }
    var out = new ByteOutput();
    LongColumn.write(out, times, size);
    DoubleColumn.write(out, values, 0, size);
    long first = times[0];
    long last = times[0];
    for (long time : times) {
      first = Math.min(first, time);
      last = Math.max(last, time);
    }
    if (packed == pieces.length) {
      pieces = Arrays.copyOf(pieces, Math.max(4, packed * 2));
    }
    byte[] bytes = out.toByteArray();
    pieces[packed++] = new Piece(first, last, bytes);
    pieceBytes += bytes.length + PIECE_BYTES;
    size = 0;
  }

  /// About how many bytes it takes.
  long bytes() {
    return OWN_BYTES + pieceBytes + (long) SAMPLE_BYTES * times.length;
  }

  /// Adds the samples of a span to others, in the order in which they came.
  ///
  /// @param fromMs samples at or after this time
  /// @param toMs samples at or before this time
  void read(long fromMs, long toMs, Samples into) {
    var someTimes = new long[TOGETHER];
    var someValues = new double[TOGETHER];
    var scratch = new long[TOGETHER];
    for (int i = 0; i < packed; i++) {
      Piece piece = pieces[i];
      if (piece.first() <= toMs && piece.last() >= fromMs) {
        var in = new ByteInput(piece.bytes());
        LongColumn.read(in, TOGETHER, someTimes);
        DoubleColumn.read(in, TOGETHER, someValues, scratch);
        read(someTimes, someValues, TOGETHER, fromMs, toMs, into);
      }
    }
    read(times, values, size, fromMs, toMs, into);
  }

  private static void read(
      long[] times, double[] values, int size, long fromMs, long toMs, Samples into) {
    int begin = 0;
    for (int i = 0; i < size; i++) {
      if (times[i] < fromMs || times[i] > toMs) {
        into.add(times, values, begin, i);
        begin = i + 1;
      }
    }
    into.add(times, values, begin, size);
  }
}
