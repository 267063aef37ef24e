package io.aramaki.agent.session.wire;

import io.aramaki.agent.metric.SeriesKey;
import io.aramaki.agent.spool.batch.BatchKey;
import io.aramaki.monitoring.v1.Observations;
import io.aramaki.monitoring.v1.Series;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Samples on their way into one batch, by series. Not thread-safe.
public final class MetricBlock {
  private static final int FIRST_CAPACITY = 2;
  private static final int SAMPLE_BYTES = 18;
  private static final int SERIES_BYTES = 40;
  private static final int FIELD_BYTES = 8;
  private static final int UTF8_BYTES_MAX = 3;

  /// A batch that names more than its own series is not longer than this.
  private static final int OFFER_BYTES_MAX = 512 << 10;

  private static final class Points {
    long[] times = new long[FIRST_CAPACITY];
    double[] values = new double[FIRST_CAPACITY];
    int count;

    void add(long timeMs, double value) {
      if (count == times.length) {
        times = Arrays.copyOf(times, count * 2);
        values = Arrays.copyOf(values, count * 2);
      }
      times[count] = timeMs;
      values[count++] = value;
    }
  }

  private final Map<SeriesKey, Points> series = new LinkedHashMap<>();
  private final SeriesDictionary dictionary = new SeriesDictionary();
  private int samples;
  private int bytes;

  public void add(SeriesKey key, long timeMs, double value) {
    points(key).add(timeMs, value);
    samples++;
    bytes += SAMPLE_BYTES;
  }

  /// Adds samples of one series.
  ///
  /// @param values one for each time
  public void add(SeriesKey key, long[] timesMs, double[] values) {
    Points points = points(key);
    for (int i = 0; i < timesMs.length; i++) {
      points.add(timesMs[i], values[i]);
    }
    samples += timesMs.length;
    bytes += SAMPLE_BYTES * timesMs.length;
  }

  private Points points(SeriesKey key) {
    Points points = series.get(key);
    if (points == null) {
      points = new Points();
      series.put(key, points);
      bytes += sizeOf(key);
    }
    return points;
  }

  /// About how long the content will be, never less than it will be.
  public int bytes() {
    return bytes;
  }

  private static int sizeOf(SeriesKey key) {
    int characters = key.system().length() + key.metric().length() + key.unit().length();
    for (Map.Entry<String, String> label : key.labels().entrySet()) {
      characters += label.getKey().length() + label.getValue().length() + FIELD_BYTES;
    }
    return UTF8_BYTES_MAX * characters + SERIES_BYTES;
  }

  public int samples() {
    return samples;
  }

  /// Writes everything as the content of one batch of format 1, spools it, and begins anew.
  public Optional<BatchKey> spoolObservations(Function<byte[], Optional<BatchKey>> spool) {
    var observations = Observations.newBuilder();
    series.forEach((key, points) -> observations.addSeries(series(key, points)));
    clear();
    return spool.apply(observations.build().toByteArray());
  }

  /// Writes everything as the content of one batch of format 2, spools it, and begins anew.
  ///
  /// @param hour the hour in the batch's header
  /// @param beside what is not samples: a serialised `Observations`, or nothing
  public Optional<BatchKey> spoolColumns(
      long hour, byte[] beside, Function<byte[], Optional<BatchKey>> spool) {
    SeriesDictionary.Plan plan = dictionary.plan(series.keySet(), hour);
    byte[] content = content(plan, beside);
    if (plan.offer() != null && content.length > OFFER_BYTES_MAX) {
      plan = SeriesDictionary.alone(series.keySet(), hour);
      content = content(plan, beside);
    }
    clear();
    Optional<BatchKey> key = spool.apply(content);
    dictionary.spooled(plan, key);
    return key;
  }

  private byte[] content(SeriesDictionary.Plan plan, byte[] beside) {
    plan.writer().beside(beside);
    series.forEach((key, points) ->
        plan.writer()
            .add(plan.numbers().getOrDefault(key, -1), points.times, points.values, points.count));
    return plan.writer().content();
  }

  /// Monitoring has the batch: later ones may use the series that it names.
  public void acknowledged(BatchKey key) {
    dictionary.acknowledged(key);
  }

  private void clear() {
    series.clear();
    samples = 0;
    bytes = 0;
  }

  private static Series series(SeriesKey key, Points points) {
    var block =
        Series.newBuilder()
            .setSystem(key.system())
            .setMetric(key.metric())
            .putAllLabels(key.labels())
            .setUnit(key.unit());
    long before = 0;
    for (int i = 0; i < points.count; i++) {
      block.addTimeDeltasMs(points.times[i] - before);
      block.addValues(points.values[i]);
      before = points.times[i];
    }
    return block.build();
  }
}
