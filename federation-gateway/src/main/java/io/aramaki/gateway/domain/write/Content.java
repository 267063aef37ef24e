package io.aramaki.gateway.domain.write;

import io.aramaki.gateway.domain.write.sent.SentSeries;
import io.aramaki.kit.codec.batch.BatchWriter;
import io.aramaki.kit.codec.batch.SeriesName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Samples that go to monitoring in one content of format 2.
public final class Content {
  /// The place of a series that has none, since the dictionary is full.
  private static final int NO_PLACE = -1;

  final List<Column> columns = new ArrayList<>();
  private final SentSeries.@Nullable OfSystem dictionary;
  private int samples;
  private int characters;

  Content(SentSeries.@Nullable OfSystem dictionary) {
    this.dictionary = dictionary;
  }

  /// A content as it is sent.
  ///
  /// @param content its bytes
  /// @param series how many series it names itself
  /// @param inherited how many series of its dictionary it may speak of; 0 without one
  /// @param places where in the dictionary those are that it names itself, -1 for nowhere; empty
  ///   without one
  @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
  public record Written(byte[] content, int series, int inherited, List<Integer> places) {}

  boolean hasRoom(Column more) {
    boolean again = !columns.isEmpty() && columns.getLast().isOf(more);
    return columns.isEmpty()
        || (!again
            && samples + more.size <= WriteLimits.CONTENT_SAMPLES_MAX
            && columns.size() < WriteLimits.CONTENT_SERIES_MAX
            && characters + more.nameLength <= WriteLimits.CONTENT_NAMES_MAX);
  }

  void add(Column column) {
    columns.add(column);
    samples += column.size;
    characters += column.nameLength;
  }

  /// How many samples it has.
  public int samples() {
    return samples;
  }

  /// How series are called.
  public enum Names {
    /// Those that monitoring was told before by their numbers.
    SHORT,
    /// All are named, and told under which numbers they will come.
    TOLD,
    /// All are named, for a monitoring that knows no dictionaries.
    PLAIN
  }

  /// Tells whether it may say numbers.
  public boolean hasDictionary() {
    return dictionary != null;
  }

  /// Writes it.
  public Written write(Names how) {
    SentSeries.@Nullable OfSystem its = how == Names.PLAIN ? null : dictionary;
    var named = new ArrayList<SeriesName>();
    var places = new ArrayList<Integer>();
    int inherited = its == null || how == Names.TOLD ? 0 : its.size();
    var numbers = new int[columns.size()];
    for (int i = 0; i < numbers.length; i++) {
      Column column = columns.get(i);
      SentSeries.@Nullable Sent sent = its == null ? null : column.sent;
      if (sent != null && sent.isTold() && how == Names.SHORT) {
        numbers[i] = sent.number();
      } else {
        numbers[i] = inherited + named.size();
        named.add(column.name);
        places.add(sent == null ? NO_PLACE : sent.number());
      }
    }
    var writer = new BatchWriter(its == null ? 0 : its.dictionary(), inherited, named);
    for (int i = 0; i < numbers.length; i++) {
      Column column = columns.get(i);
      writer.add(numbers[i], column.times, column.values, column.size);
    }
    return new Written(writer.content(), named.size(), inherited, its == null ? List.of() : places);
  }

  /// Monitoring has it.
  ///
  /// @param how how it was written
  /// @param kept whether it keeps the names that were told in it
  public void told(Names how, boolean kept) {
    // Who did not know the numbers may be another instance than the one that was told: now and then
    // all are named once more, else two that are asked in turns would never both know them.
    boolean known = kept && (how == Names.SHORT || dictionary == null || dictionary.toss());
    for (Column column : columns) {
      if (column.sent != null && (how == Names.TOLD || !column.sent.isTold())) {
        column.sent.told(known);
      }
    }
  }

  /// Samples of one series.
  static final class Column {
    final SeriesName name;

    /// Its number in a dictionary; null if it has none.
    final SentSeries.@Nullable Sent sent;

    /// How many characters its name has.
    final int nameLength;

    long[] times;
    double[] values;
    int size;

    Column(SeriesName name) {
      this(name, null, SentSeries.length(name), new long[1], new double[1], 0);
    }

    Column(SentSeries.Sent sent) {
      this(sent.name(), sent, sent.length(), new long[1], new double[1], 0);
    }

    private Column(
        SeriesName name,
        SentSeries.@Nullable Sent sent,
        int nameLength,
        long[] times,
        double[] values,
        int size) {
      this.name = name;
      this.sent = sent;
      this.nameLength = nameLength;
      this.times = times;
      this.values = values;
      this.size = size;
    }

    void add(long time, double value) {
      if (size == times.length) {
        times = Arrays.copyOf(times, size * 4);
        values = Arrays.copyOf(values, size * 4);
      }
      times[size] = time;
      values[size++] = value;
    }

    Column part(int from, int to) {
      return from == 0 && to == size
          ? this
          : new Column(
              name,
              sent,
              nameLength,
              Arrays.copyOfRange(times, from, to),
              Arrays.copyOfRange(values, from, to),
              to - from);
    }

    /// Tells whether both are parts of one.
    @SuppressWarnings("ReferenceEquality") // Parts have the same name, all others have others.
    boolean isOf(Column other) {
      return name == other.name;
    }
  }
}
