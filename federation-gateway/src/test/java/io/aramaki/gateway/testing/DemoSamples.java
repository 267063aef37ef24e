package io.aramaki.gateway.testing;

import com.google.protobuf.Message;
import io.aramaki.monitoring.v1.ListLatestSamplesResponse;
import io.aramaki.monitoring.v1.ReadSamplesRequest;
import io.aramaki.monitoring.v1.ReadSamplesResponse;
import io.aramaki.monitoring.v1.SampledSeries;
import java.time.Instant;
import java.util.Random;

/// Made-up metrics of [DemoData].
final class DemoSamples {
  private final String system;
  private final Instant now;

  /// @param system whose they are, by resource name
  DemoSamples(String system, Instant now) {
    this.system = system;
    this.now = now;
  }

  Message latest() {
    return ListLatestSamplesResponse.newBuilder()
        .addSeries(series("load1", "", 0.42, 1))
        .addSeries(series("memory_used", "percent", 61.3, 2))
        .addSeries(series("http_requests", "", 0, 3))
        .addSeries(series("disk_free", "bytes", 2.57e10, 4).toBuilder().putLabels("path", "/"))
        .addSeries(series("http_time", "seconds", 0.182, 5))
        .build();
  }

  Message read(Message message) {
    String metric = ((ReadSamplesRequest) message).getMetric();
    var latest = (ListLatestSamplesResponse) latest();
    var answer = ReadSamplesResponse.newBuilder();
    latest.getSeriesList().stream()
        .filter(series -> series.getMetric().equals(metric))
        .forEach(series -> answer.addSeries(hour(series)));
    return answer.build();
  }

  private SampledSeries hour(SampledSeries series) {
    var random = new Random(series.getMetric().hashCode());
    var hour = series.toBuilder().clearTimesMs().clearValues();
    double value = Math.max(1, series.getValues(0));
    for (int minute = 60; minute >= 0; minute--) {
      value = Math.max(0, value * (1 + (random.nextDouble() - 0.5) / 5));
      boolean down = series.getMetric().startsWith("http_") && minute < 14;
      hour.addTimesMs(now.minusSeconds(minute * 60L).toEpochMilli()).addValues(down ? 0 : value);
    }
    return hour.build();
  }

  private SampledSeries series(String metric, String unit, double value, int age) {
    return SampledSeries.newBuilder()
        .setSystem(system)
        .setMetric(metric)
        .setUnit(unit)
        .putLabels("agent", "web-1")
        .addTimesMs(now.minusSeconds(age).toEpochMilli())
        .addValues(value)
        .build();
  }
}
