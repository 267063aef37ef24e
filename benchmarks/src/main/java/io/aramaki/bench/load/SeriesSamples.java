package io.aramaki.bench.load;

import io.aramaki.agent.metric.SeriesKey;
import io.aramaki.monitoring.v1.Series;

/// Samples of one series, in columns.
///
/// @param series the series; its system must be one that the agent may report for
/// @param timesMs milliseconds since the epoch
/// @param values as many as there are times
@SuppressWarnings(
    "ArrayRecordComponent") // Never compared, and copying each would cost more than sending it.
public record SeriesSamples(SeriesKey series, long[] timesMs, double[] values) {
  /// The most samples of one series in a batch, as monitoring takes them.
  public static final int SAMPLES_MAX = 10_000;

  public SeriesSamples {
    if (timesMs.length != values.length || timesMs.length == 0 || timesMs.length > SAMPLES_MAX) {
      throw new IllegalArgumentException(
          "times and values must be equally many, 1 to %d, were %d and %d"
              .formatted(SAMPLES_MAX, timesMs.length, values.length));
    }
  }

  /// One sample.
  public static SeriesSamples of(SeriesKey series, long timeMs, double value) {
    return new SeriesSamples(series, new long[] {timeMs}, new double[] {value});
  }

  SeriesSum sum() {
    return SeriesSum.of(timesMs, values);
  }

  /// The same message as the agent's own encoder makes; a test compares the bytes.
  Series message() {
    var message =
        Series.newBuilder()
            .setSystem(series.system())
            .setMetric(series.metric())
            .putAllLabels(series.labels())
            .setUnit(series.unit());
    long before = 0;
    for (int i = 0; i < timesMs.length; i++) {
      message.addTimeDeltasMs(timesMs[i] - before);
      message.addValues(values[i]);
      before = timesMs[i];
    }
    return message.build();
  }
}
