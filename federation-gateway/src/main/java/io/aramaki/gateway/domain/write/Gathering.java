package io.aramaki.gateway.domain.write;

import io.aramaki.gateway.domain.write.Content.Column;
import io.aramaki.gateway.domain.write.sent.LabelBytes;
import io.aramaki.gateway.domain.write.sent.SentPlaces;
import io.aramaki.gateway.domain.write.sent.SentSeries;
import io.aramaki.kit.codec.batch.BatchContent;
import io.aramaki.kit.codec.batch.SeriesName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
  private final SentSeries.@Nullable OfSystem sent;
  private final Map<SeriesName, Integer> numbers = new HashMap<>();
  private final SentPlaces places = new SentPlaces();
  private SentSeries.@Nullable Sent last;
  private final List<Column> columns = new ArrayList<>();
  private int samples;
  private long rejected;
  private String problem = "";

  /// Samples whose names go along with each request.
  ///
  /// @param system to which all belong, by its resource name
  /// @param now by which samples are too old or too far ahead
  /// @param share from which memory is taken before it is used
  public Gathering(String system, Instant now, Room.Share share) {
    this(system, now, share, null);
  }

  /// Samples whose names are only told if they were not before.
  public static Gathering of(
      String system, Instant now, Room.Share share, SentSeries.OfSystem sent) {
    return new Gathering(system, now, share, sent);
  }

  private Gathering(
      String system, Instant now, Room.Share share, SentSeries.@Nullable OfSystem sent) {
    this.system = system;
    this.share = share;
    this.oldest = now.minus(WriteLimits.AGE_MAX).toEpochMilli();
    this.newest = now.plus(WriteLimits.AHEAD_MAX).toEpochMilli();
    this.sent = sent;
  }

  public String system() {
    return system;
  }

  /// Answers the number of a series that came with these labels before.
  ///
  /// @return -1 if none did
  int known(LabelBytes labels) {
    SentSeries.@Nullable Sent its = sent == null ? null : sent.find(labels, last);
    return its == null ? -1 : series(its);
  }

  /// Answers the number of a series, and remembers the labels with which it came.
  ///
  /// @param labels null if it is not remembered
  /// @throws WriteRefused if there are more than a request may have
  int series(SeriesName name, @Nullable LabelBytes labels) {
    SentSeries.@Nullable Sent its = sent == null ? null : sent.add(name, labels);
    return its == null ? series(name) : series(its);
  }

  /// Answers the number of a series.
  ///
  /// @throws WriteRefused if there are more than a request may have
  public int series(SeriesName name) {
    @Nullable Integer known = numbers.get(name);
    if (known != null) {
      return known;
    }
    int number = add(new Column(name), name.labels().size());
    numbers.put(name, number);
    return number;
  }

  private int series(SentSeries.Sent its) {
    last = its;
    int known = places.find(its);
    if (known >= 0) {
      return known;
    }
    int number = add(new Column(its), its.labels());
    places.add(its, number);
    return number;
  }

  private int add(Column column, int labels) {
    if (columns.size() == WriteLimits.SERIES_MAX) {
      throw WriteRefused.tooLarge(
          "a request has at most %d series; send less at a time".formatted(WriteLimits.SERIES_MAX));
    }
    share.take(SERIES_BYTES + LABEL_BYTES * labels);
    columns.add(column);
    return columns.size() - 1;
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
              .formatted(columns.get(series).name.metric(), timeMs));
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

  /// What was taken, in as many contents as it needs.
  public List<Content> contents() {
    var contents = new ArrayList<Content>();
    var next = new Content(sent);
    for (Column column : columns) {
      for (int from = 0; from < column.size; from += BatchContent.SAMPLES_PER_SERIES_MAX) {
        int to = Math.min(column.size, from + BatchContent.SAMPLES_PER_SERIES_MAX);
        Column part = column.part(from, to);
        if (!next.hasRoom(part)) {
          contents.add(next);
          next = new Content(sent);
        }
        next.add(part);
      }
    }
    if (!next.columns.isEmpty()) {
      contents.add(next);
    }
    return contents;
  }
}
