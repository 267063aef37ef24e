package io.aramaki.gateway.domain.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A small line of samples, as the `points` of an SVG polyline.
public final class Sparkline {
  public static final int WIDTH = 120;
  public static final int HEIGHT = 24;

  /// More would be closer together than a pixel.
  private static final int POINTS_MAX = 120;

  private static final double MARGIN = 2;

  /// A sample.
  public record Point(long timeMs, double value) {}

  private Sparkline() {}

  /// Answers the points; empty if there are not two different times with finite values.
  public static String points(List<Point> samples) {
    List<Point> finite =
        thinned(samples.stream().filter(point -> Double.isFinite(point.value)).toList());
    if (finite.size() < 2 || finite.getFirst().timeMs >= finite.getLast().timeMs) {
      return "";
    }
    double least = finite.stream().mapToDouble(Point::value).min().orElse(0);
    double greatest = finite.stream().mapToDouble(Point::value).max().orElse(0);
    long first = finite.getFirst().timeMs;
    double duration = finite.getLast().timeMs - first;
    var text = new StringBuilder();
    for (Point point : finite) {
      double x = (point.timeMs - first) / duration * WIDTH;
      double y =
          greatest == least
              ? HEIGHT / 2.0
              : MARGIN + (greatest - point.value) / (greatest - least) * (HEIGHT - 2 * MARGIN);
      text.append(text.isEmpty() ? "" : " ").append(String.format(Locale.ROOT, "%.1f,%.1f", x, y));
    }
    return text.toString();
  }

  /// Keeps the least and the greatest of each stretch, so that no peak is lost.
  private static List<Point> thinned(List<Point> samples) {
    if (samples.size() <= POINTS_MAX) {
      return samples;
    }
    var kept = new ArrayList<Point>();
    int stretches = POINTS_MAX / 2;
    for (int i = 0; i < stretches; i++) {
      List<Point> stretch =
          samples.subList(
              (int) ((long) i * samples.size() / stretches),
              (int) ((i + 1L) * samples.size() / stretches));
      Point least = stretch.getFirst();
      Point greatest = least;
      for (Point point : stretch) {
        least = point.value < least.value ? point : least;
        greatest = point.value > greatest.value ? point : greatest;
      }
      kept.add(least.timeMs <= greatest.timeMs ? least : greatest);
      if (least.timeMs != greatest.timeMs) {
        kept.add(least.timeMs <= greatest.timeMs ? greatest : least);
      }
    }
    return kept;
  }
}
