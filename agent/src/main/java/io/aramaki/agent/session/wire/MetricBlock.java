package io.aramaki.agent.session.wire;

import io.aramaki.agent.metric.SeriesKey;
import io.aramaki.monitoring.v1.Observations;
import io.aramaki.monitoring.v1.Series;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// Samples on their way into one batch, by series. Not thread-safe.
public final class MetricBlock {
  private static final int FIRST_CAPACITY = 2;
  private static final int SAMPLE_BYTES = 18;
  private static final int SERIES_BYTES = 40;
  private static final int FIELD_BYTES = 8;
  private static final int UTF8_BYTES_MAX = 3;

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
  private int samples;
  private int bytes;

  public void add(SeriesKey key, long timeMs, double value) {
    Points points = series.get(key);
    if (points == null) {
      points = new Points();
      series.put(key, points);
      bytes += sizeOf(key);
    }
    points.add(timeMs, value);
    samples++;
    bytes += SAMPLE_BYTES;
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

  /// Writes everything as the content of one batch and begins anew.
  public byte[] take() {
    var observations = Observations.newBuilder();
    series.forEach((key, points) -> observations.addSeries(series(key, points)));
    series.clear();
    samples = 0;
    bytes = 0;
    return observations.build().toByteArray();
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
