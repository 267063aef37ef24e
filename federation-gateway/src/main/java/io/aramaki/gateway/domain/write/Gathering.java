package io.aramaki.gateway.domain.write;

import io.aramaki.kit.codec.batch.BatchContent;
import io.aramaki.kit.codec.batch.BatchWriter;
import io.aramaki.kit.codec.batch.SeriesName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The samples of one request, series by series. What cannot be taken is counted and left out; the
/// rest is written as contents that monitoring takes.
public final class Gathering {
  /// What a series and a label take in memory, about, beside their texts.
  private static final int SERIES_BYTES = 256;

  private static final int LABEL_BYTES = 48;

  private final String system;
  private final Room.Share share;
  private final long oldest;
  private final long newest;
  private final Map<SeriesName, Integer> numbers = new HashMap<>();
  private final List<SeriesName> names = new ArrayList<>();
  private final List<Column> columns = new ArrayList<>();
  private int samples;
  private long rejected;
  private String problem = "";

  /// @param system to which all belong, by its resource name
  /// @param now by which samples are too old or too far ahead
  /// @param share from which memory is taken before it is used
  public Gathering(String system, Instant now, Room.Share share) {
    this.system = system;
    this.share = share;
    this.oldest = now.minus(WriteLimits.AGE_MAX).toEpochMilli();
    this.newest = now.plus(WriteLimits.AHEAD_MAX).toEpochMilli();
  }

  /// A content of format 2.
  ///
  /// @param content its bytes
  /// @param samples how many it has
  /// @param series how many it names
  @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
  public record Content(byte[] content, int samples, int series) {}

  public String system() {
    return system;
  }

  /// Answers the number of a series.
  ///
  /// @throws WriteRefused if there are more than a request may have
  public int series(SeriesName name) {
    return numbers.computeIfAbsent(name, this::another);
  }

  private int another(SeriesName name) {
    if (names.size() == WriteLimits.SERIES_MAX) {
      throw WriteRefused.tooLarge(
          "a request has at most %d series; send less at a time".formatted(WriteLimits.SERIES_MAX));
    }
    share.take(SERIES_BYTES + LABEL_BYTES * name.labels().size());
    names.add(name);
    columns.add(new Column());
    return names.size() - 1;
  }

  /// Tells whether samples of a time are kept.
  public boolean keeps(long timeMs) {
    return timeMs >= oldest && timeMs <= newest;
  }

  /// Takes a sample, or counts it as rejected if its time is not kept.
  ///
  /// @throws WriteRefused if there are more than a request may have
  public void sample(int series, long timeMs, double value) {
    if (!keeps(timeMs)) {
      reject(
          1,
          "a sample of %s at %d ms is older than 7 d or more than 1 h ahead"
              .formatted(names.get(series).metric(), timeMs));
      return;
    }
    if (samples == WriteLimits.SAMPLES_MAX) {
      throw WriteRefused.tooLarge(
          "a request has at most %d samples; send less at a time"
              .formatted(WriteLimits.SAMPLES_MAX));
    }
    samples++;
    columns.get(series).add(timeMs, value);
  }

  /// Counts what is not taken.
  ///
  /// @param why what is wrong; of all such, the first is told
  public void reject(long count, String why) {
    rejected += count;
    if (problem.isEmpty()) {
      problem = why;
    }
  }

  /// Counts samples as rejected that were taken here, and left out when the rest was written.
  public void refused(int count, String why) {
    samples -= count;
    reject(count, why);
  }

  /// How many samples were taken.
  public int samples() {
    return samples;
  }

  /// How many were not.
  public long rejected() {
    return rejected;
  }

  /// What was wrong with the first that was not taken.
  public Optional<String> problem() {
    return problem.isEmpty() ? Optional.empty() : Optional.of(problem);
  }

  /// Writes what was taken.
  public List<Content> contents() {
    var contents = new ArrayList<Content>();
    var next = new Next();
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      for (int from = 0; from < column.size; from += BatchContent.SAMPLES_PER_SERIES_MAX) {
        int to = Math.min(column.size, from + BatchContent.SAMPLES_PER_SERIES_MAX);
        if (!next.hasRoom(names.get(i), to - from)) {
          contents.add(next.content());
          next = new Next();
        }
        next.add(names.get(i), column.part(from, to));
      }
    }
    if (!next.columns.isEmpty()) {
      contents.add(next.content());
    }
    return contents;
  }

  /// The content that is being filled.
  private static final class Next {
    private final List<SeriesName> names = new ArrayList<>();
    private final List<Column> columns = new ArrayList<>();
    private int samples;
    private int characters;

    boolean hasRoom(SeriesName name, int more) {
      boolean again = !names.isEmpty() && names.getLast().equals(name);
      return columns.isEmpty()
          || (!again
              && samples + more <= WriteLimits.CONTENT_SAMPLES_MAX
              && columns.size() < WriteLimits.CONTENT_SERIES_MAX
              && characters + length(name) <= WriteLimits.CONTENT_NAMES_MAX);
    }

    void add(SeriesName name, Column column) {
      names.add(name);
      columns.add(column);
      samples += column.size;
      characters += length(name);
    }

    private static int length(SeriesName name) {
      int length = name.metric().length();
      for (var label : name.labels().entrySet()) {
        length += label.getKey().length() + label.getValue().length();
      }
      return length;
    }

    Content content() {
      var writer = new BatchWriter(0, 0, names);
      for (int i = 0; i < columns.size(); i++) {
        Column column = columns.get(i);
        writer.add(i, column.times, column.values, column.size);
      }
      return new Content(writer.content(), samples, names.size());
    }
  }

  /// Samples of one series.
  private static final class Column {
    private long[] times = new long[1];
    private double[] values = new double[1];
    private int size;

    void add(long time, double value) {
      if (size == times.length) {
        times = Arrays.copyOf(times, size * 4);
        values = Arrays.copyOf(values, size * 4);
      }
      times[size] = time;
      values[size++] = value;
    }

    Column part(int from, int to) {
      if (from == 0 && to == size) {
        return this;
      }
      var part = new Column();
      part.times = Arrays.copyOfRange(times, from, to);
      part.values = Arrays.copyOfRange(values, from, to);
      part.size = to - from;
      return part;
    }
  }
}
