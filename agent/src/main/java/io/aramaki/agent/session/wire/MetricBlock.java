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

  public void add(SeriesKey key, long timeMs, double value) {
    series.computeIfAbsent(key, _ -> new Points()).add(timeMs, value);
    samples++;
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
