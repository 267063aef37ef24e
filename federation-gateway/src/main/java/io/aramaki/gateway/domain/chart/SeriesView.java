package io.aramaki.gateway.domain.chart;

import io.aramaki.gateway.domain.view.Texts;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A series of a metric: its newest sample and, if they were read, those of the last hour.
public record SeriesView(
    String metric,
    Map<String, String> labels,
    String unit,
    double value,
    Instant time,
    List<Sparkline.Point> points) {

  public SeriesView {
    labels = new TreeMap<>(labels);
    points = List.copyOf(points);
  }

  /// Answers the same series with samples.
  public SeriesView with(List<Sparkline.Point> samples) {
    return new SeriesView(metric, labels, unit, value, time, samples);
  }

  /// Answers the newest value with its unit, for people.
  public String text() {
    return Texts.quantity(value, unit);
  }

  /// Answers the labels that tell it from others of its metric.
  public String labelText() {
    var text = new StringBuilder();
    labels.forEach((label, its) -> {
      if (!label.equals("agent")) {
        text.append(text.isEmpty() ? "" : ", ").append(label).append('=').append(its);
      }
    });
    return text.toString();
  }
}
