package io.aramaki.monitoring.domain.write;

import io.aramaki.kit.codec.batch.BatchContent;
import io.aramaki.kit.codec.batch.BatchWriter;
import io.aramaki.kit.codec.batch.SeriesName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Makes one content of several: each series once, with all its samples, in the order in which they
/// came. Each of the contents was found to be sound.
final class Together {
  private final Map<SeriesName, Integer> numbers = new HashMap<>();
  private final List<SeriesName> names = new ArrayList<>();
  private final List<Column> columns = new ArrayList<>();

  private Together() {}

  static byte[] contentOf(List<Write> writes) {
    var together = new Together();
    for (Write write : writes) {
      together.add(BatchContent.open(write.content()));
    }
    return together.content();
  }

  /// A content without some of its series.
  ///
  /// @param without their numbers
  static byte[] contentOf(Write write, BitSet without) {
    BatchContent content = BatchContent.open(write.content());
    var together = new Together();
    var own = content.own();
    for (int i = 0; i < own.size(); i++) {
      if (!without.get(i)) {
        together.numbers.put(own.get(i), together.name(own.get(i)));
      }
    }
    content.samples(
        0,
        (number, times, values, from, count) -> {
          if (!without.get(number)) {
            int place = together.numbers.getOrDefault(own.get(number), 0);
            together.columns.get(place).add(times, values, from, count);
          }
        });
    return together.content();
  }

  private void add(BatchContent content) {
    var own = content.own();
    var places = new int[own.size()];
    for (int i = 0; i < places.length; i++) {
      places[i] = numbers.computeIfAbsent(own.get(i), this::name);
    }
    content.samples(
        0,
        (number, times, values, from, count) ->
            columns.get(places[number]).add(times, values, from, count));
  }

  private int name(SeriesName name) {
    names.add(name);
    columns.add(new Column());
    return names.size() - 1;
  }

  private byte[] content() {
    var writer = new BatchWriter(0, 0, names);
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      if (column.size > 0) {
        writer.add(i, column.times, column.values, column.size);
      }
    }
    return writer.content();
  }

  /// Samples of one series.
  private static final class Column {
    private long[] times = {};
    private double[] values = {};
    private int size;

    void add(long[] moreTimes, double[] moreValues, int from, int count) {
      if (size + count > times.length) {
        int room = Math.max(size + count, size * 2);
        times = Arrays.copyOf(times, room);
        values = Arrays.copyOf(values, room);
      }
      System.arraycopy(moreTimes, 0, times, size, count);
      System.arraycopy(moreValues, from, values, size, count);
      size += count;
    }
  }
}
