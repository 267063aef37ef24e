package io.aramaki.monitoring.domain.write;

import io.aramaki.kit.codec.batch.BatchWriter;
import io.aramaki.kit.codec.batch.SeriesName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/// Makes the contents of one system's rows in one hour of the journal. Series that senders told are
/// named in a row that later ones refer to. Another one is written, with those that it has and the
/// new ones, when new ones were named as often as that one will name: so all are named about twice.
/// Other series are named in each row. Used by one thread at a time.
final class Rows {
  /// A row that later ones refer to has at least so many new names.
  private static final int FEWEST = 16;

  /// So many series a row names for later ones at most.
  private static final int NAMES_MAX = 50_000;

  /// So many labels and characters they have, so that a row's other names find room beside them.
  private static final int LABELS_MAX = 200_000;

  private static final int CHARACTERS_MAX = 2 << 20;

  private static final int NONE = -1;

  /// The row that later ones refer to; 0 if there is none yet.
  private long seq;

  /// How many series it names.
  private int inherited;

  /// How often names were written since which it does not have.
  private long again;

  /// Of the names that it has or that are to come into the next one.
  private long labels;

  private long characters;

  private List<Name> named = List.of();
  private IdentityHashMap<Name, Integer> numbers = new IdentityHashMap<>();

  /// By which names know that what they remember is of these numbers.
  private Object marks = new Object();

  /// Names that the row does not have.
  private final List<Name> fresh = new ArrayList<>();

  private final IdentityHashMap<Name, Boolean> isFresh = new IdentityHashMap<>();

  /// A content, and what is to be done when it is durable.
  @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
  record Row(byte[] content, Runnable durable) {}

  /// How many names it remembers.
  int size() {
    return named.size() + fresh.size();
  }

  /// Puts writes together: each series once, with all its samples, in the order in which they came.
  ///
  /// @param its the seq of the row
  Row row(List<Write> writes, long its) {
    List<Column> columns = columns(writes);
    for (Column column : columns) {
      if (column.isTold && number(column.name) == NONE) {
        again += isFresh.containsKey(column.name) || refresh(column.name) ? 1 : 0;
      }
    }
    if (fresh.size() >= FEWEST && again >= size()) {
      again = 0;
      try {
        return dictionary(columns, its);
      } catch (IllegalArgumentException _) {
        // Too long for one content together with the others of this row: a later one may do.
      }
    }
    return plain(columns);
  }

  private static List<Column> columns(List<Write> writes) {
    var columns = new ArrayList<Column>();
    var untold = new HashMap<SeriesName, Column>();
    long stamp = Name.stamp();
    for (Write write : writes) {
      for (int i = 0; i < write.series(); i++) {
        Name name = write.name(i);
        boolean isTold = write.isTold(i);
        int place = isTold ? name.place(stamp, columns.size()) : columns.size();
        @Nullable Column column =
            isTold ? place < columns.size() ? columns.get(place) : null : untold.get(name.name());
        if (column == null) {
          column = new Column(write, i);
          columns.add(column);
          if (!isTold) {
            untold.put(name.name(), column);
          }
        } else {
          column.add(write, i);
        }
      }
    }
    return columns;
  }

  /// The number of a series in the row that later ones refer to.
  private int number(Name name) {
    if (!name.isMarkedBy(marks)) {
      name.mark(marks, numbers.getOrDefault(name, NONE));
    }
    return name.number();
  }

  /// @return false if there is no room for it
  private boolean refresh(Name name) {
    if (size() >= NAMES_MAX
        || labels + name.labels() > LABELS_MAX
        || characters + name.length() > CHARACTERS_MAX) {
      return false;
    }
    labels += name.labels();
    characters += name.length();
    isFresh.put(name, true);
    return fresh.add(name);
  }

  private void clearFresh() {
    fresh.clear();
    isFresh.clear();
  }

  private Row dictionary(List<Column> columns, long its) {
    var own = new ArrayList<Name>(named);
    own.addAll(fresh);
    var next = new IdentityHashMap<Name, Integer>();
    for (int i = 0; i < own.size(); i++) {
      next.put(own.get(i), i);
    }
    int shared = own.size();
    byte[] content = content(columns, 0, 0, name -> next.getOrDefault(name, NONE), own);
    List<Name> all = List.copyOf(own);
    return new Row(
        content,
        () -> {
          seq = its;
          named = List.copyOf(all.subList(0, shared));
          inherited = all.size();
          numbers = next;
          marks = new Object();
          clearFresh();
        });
  }

  private Row plain(List<Column> columns) {
    return new Row(content(columns, seq, inherited, this::number, new ArrayList<>()), () -> {});
  }

  /// @param own the series that the row names; those of columns without a number come to them
  private static byte[] content(
      List<Column> columns,
      long dictionary,
      int inherited,
      ToIntFunction<Name> numbers,
      List<Name> own) {
    var places = new int[columns.size()];
    for (int i = 0; i < places.length; i++) {
      Name name = columns.get(i).name;
      int known = columns.get(i).isTold ? numbers.applyAsInt(name) : NONE;
      if (known == NONE) {
        places[i] = inherited + own.size();
        own.add(name);
      } else {
        places[i] = known;
      }
    }
    var writer = new BatchWriter(dictionary, inherited, own.stream().map(Name::name).toList());
    for (int i = 0; i < places.length; i++) {
      Column column = columns.get(i);
      writer.add(places[i], column.times, column.values, column.from, column.to);
    }
    return writer.content();
  }

  /// Samples of one series: those of a write where they are, or put together of several.
  private static final class Column {
    private final Name name;
    private final boolean isTold;
    private long[] times;
    private double[] values;
    private int from;
    private int to;
    private boolean isOwn;

    Column(Write write, int series) {
      name = write.name(series);
      isTold = write.isTold(series);
      times = write.times();
      values = write.values();
      from = write.begin(series);
      to = from + write.samples(series);
    }

    void add(Write write, int series) {
      int size = to - from;
      int count = write.samples(series);
      if (!isOwn || to + count > times.length) {
        int room = Math.max(size + count, size * 2);
        times = Arrays.copyOf(Arrays.copyOfRange(times, from, to), room);
        values = Arrays.copyOf(Arrays.copyOfRange(values, from, to), room);
        from = 0;
        to = size;
        isOwn = true;
      }
      write.copy(series, times, values, to);
      to += count;
    }
  }
}
