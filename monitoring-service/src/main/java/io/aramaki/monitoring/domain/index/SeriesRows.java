package io.aramaki.monitoring.domain.index;

import java.util.Arrays;

/// Series as rows of numbers in growing arrays: no object for a series.
///
/// ```
/// words   owner  metric  unit  name value  name value  …     from starts[series] to starts[series + 1]
/// chain   set  number in it  next one                        from places[series], 0 is the end
/// ```
///
/// A series of four labels with a place in one set takes 44 + 4 bytes for its row, 4 for its hash,
/// 4 + 12 for its place and 16 for its newest sample.
final class SeriesRows {
  /// Where the labels begin in a row.
  static final int LABELS = 3;

  private static final int FIRST_CAPACITY = 16;
  private static final int METRIC = 1;
  private static final int UNIT = 2;
  private static final int REMOVED = -1;
  private static final int LINK = 3;

  private int[] words = new int[FIRST_CAPACITY * LABELS];
  private int[] starts = new int[FIRST_CAPACITY + 1];
  private int[] hashes = new int[FIRST_CAPACITY];
  private int[] places = new int[FIRST_CAPACITY];
  private long[] times = new long[FIRST_CAPACITY];
  private double[] values = new double[FIRST_CAPACITY];
  private int[] chain = new int[FIRST_CAPACITY * LINK];
  private int chained = LINK;
  private int size;

  /// Adds a series.
  ///
  /// @param labels symbols of names and values that alternate, in the order of the names
  /// @return its number
  int add(int hash, int owner, int metric, int unit, int[] labels) {
    int start = starts[size];
    int end = start + LABELS + labels.length;
    if (end > words.length) {
      words = Arrays.copyOf(words, Math.max(end, grown(words.length)));
    }
    if (size == hashes.length) {
      int capacity = grown(size);
      starts = Arrays.copyOf(starts, capacity + 1);
      hashes = Arrays.copyOf(hashes, capacity);
      places = Arrays.copyOf(places, capacity);
      times = Arrays.copyOf(times, capacity);
      values = Arrays.copyOf(values, capacity);
    }
    words[start] = owner;
    words[start + METRIC] = metric;
    words[start + UNIT] = unit;
    System.arraycopy(labels, 0, words, start + LABELS, labels.length);
    hashes[size] = hash;
    times[size] = Long.MIN_VALUE;
    starts[size + 1] = end;
    return size++;
  }

  /// A quarter more: what is copied now and then costs less than what lies empty.
  private static int grown(int length) {
    return Math.addExact(length, Math.max(FIRST_CAPACITY, length >> 2));
  }

  /// How many numbers were given, those of removed series among them.
  int size() {
    return size;
  }

  int hash(int series) {
    return hashes[series];
  }

  boolean isRemoved(int series) {
    return words[starts[series]] == REMOVED;
  }

  void remove(int series) {
    words[starts[series]] = REMOVED;
  }

  int owner(int series) {
    return words[starts[series]];
  }

  int metric(int series) {
    return words[starts[series] + METRIC];
  }

  int unit(int series) {
    return words[starts[series] + UNIT];
  }

  void unit(int series, int symbol) {
    words[starts[series] + UNIT] = symbol;
  }

  /// How many labels it has.
  int labels(int series) {
    return (starts[series + 1] - starts[series] - LABELS) >> 1;
  }

  int name(int series, int label) {
    return words[starts[series] + LABELS + (label << 1)];
  }

  int value(int series, int label) {
    return words[starts[series] + LABELS + (label << 1) + 1];
  }

  /// Notes where a series is in a set.
  void place(int series, int set, int number) {
    if (chained == chain.length) {
      chain = Arrays.copyOf(chain, chained + ((chained / LINK) >> 2) * LINK);
    }
    chain[chained] = set;
    chain[chained + 1] = number;
    chain[chained + 2] = places[series];
    places[series] = chained;
    chained += LINK;
  }

  /// The newest place of a series, 0 if it has none.
  int firstPlace(int series) {
    return places[series];
  }

  /// The place after one, 0 if it was the last.
  int nextPlace(int place) {
    return chain[place + 2];
  }

  int setAt(int place) {
    return chain[place];
  }

  int numberAt(int place) {
    return chain[place + 1];
  }

  /// Keeps a sample if it is no older than the one that is here.
  void newest(int series, long timeMs, double value) {
    if (timeMs >= times[series]) {
      times[series] = timeMs;
      values[series] = value;
    }
  }

  /// The time of the newest sample, [Long#MIN_VALUE] if there was none.
  long timeMs(int series) {
    return times[series];
  }

  double newestValue(int series) {
    return values[series];
  }
}
