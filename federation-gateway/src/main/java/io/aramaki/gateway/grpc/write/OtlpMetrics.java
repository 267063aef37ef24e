package io.aramaki.gateway.grpc.write;

import io.aramaki.gateway.domain.write.Gathering;
import io.aramaki.gateway.domain.write.Labels;
import io.aramaki.gateway.domain.write.OtlpNames;
import io.aramaki.gateway.domain.write.OtlpNames.Kind;
import io.aramaki.kit.codec.batch.SeriesName;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.DataPointFlags;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.SummaryDataPoint;
import java.util.List;
import java.util.Map;

/// Maps OpenTelemetry's metrics to series, as its specification of the compatibility with
/// Prometheus says. Sums and histograms must be cumulative; a point that cannot be mapped is
/// counted as rejected, and the others count.
public final class OtlpMetrics {
  /// What stands for "no value any more": the staleness marker of Prometheus, bit by bit.
  private static final double STALE = Double.longBitsToDouble(0x7ff0000000000002L);

  private static final long NANOS_PER_MS = 1_000_000;
  private static final String LE = "le";
  private static final String QUANTILE = "quantile";
  private static final String DELTA =
      ": the temporality must be cumulative; set"
          + " OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE=cumulative or use the collector's"
          + " deltatocumulative";

  private final Gathering into;
  private final Labels labels = new Labels();

  public OtlpMetrics(Gathering into) {
    this.into = into;
  }

  /// Takes all metrics of a request.
  public void read(ExportMetricsServiceRequest request) {
    for (ResourceMetrics resource : request.getResourceMetricsList()) {
      Map<String, String> ofResource = Attributes.ofResource(resource.getResource());
      for (var scope : resource.getScopeMetricsList()) {
        scope.getMetricsList().forEach(metric -> metric(metric, ofResource));
      }
    }
  }

  /// One point on its way: its labels and time.
  private record Point(String metric, Map<String, String> attributes, long timeMs, boolean stale) {}

  private void metric(Metric metric, Map<String, String> resource) {
    switch (metric.getDataCase()) {
      case GAUGE -> numbers(metric, Kind.GAUGE, metric.getGauge().getDataPointsList(), resource);
      case SUM -> sum(metric, resource);
      case HISTOGRAM -> histogram(metric, resource);
      case SUMMARY ->
          metric
              .getSummary()
              .getDataPointsList()
              .forEach(point -> summary(metric, point, resource));
      case EXPONENTIAL_HISTOGRAM ->
          reject(
              metric,
              metric.getExponentialHistogram().getDataPointsCount(),
              ": exponential histograms are not taken; use explicit buckets");
      case DATA_NOT_SET -> {
        // Has no points.
      }
    }
  }

  private void reject(Metric metric, int points, String why) {
    if (points > 0) {
      into.reject(points, "metric \"" + metric.getName() + "\"" + why);
    }
  }

  private static boolean isCumulative(AggregationTemporality temporality) {
    return temporality == AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE;
  }

  private void sum(Metric metric, Map<String, String> resource) {
    var sum = metric.getSum();
    if (isCumulative(sum.getAggregationTemporality())) {
      Kind kind = sum.getIsMonotonic() ? Kind.COUNTER : Kind.OTHER;
      numbers(metric, kind, sum.getDataPointsList(), resource);
    } else {
      reject(metric, sum.getDataPointsCount(), DELTA);
    }
  }

  private void numbers(
      Metric metric, Kind kind, List<NumberDataPoint> points, Map<String, String> resource) {
    for (NumberDataPoint number : points) {
      var point =
          point(
              metric,
              kind,
              number.getAttributesList(),
              resource,
              number.getTimeUnixNano(),
              number.getFlags());
      double value =
          switch (number.getValueCase()) {
            case AS_DOUBLE -> number.getAsDouble();
            case AS_INT -> (double) number.getAsInt();
            case VALUE_NOT_SET -> STALE;
          };
      if (begin(point)) {
        add(point, "", "", "", value);
      }
    }
  }

  private void histogram(Metric metric, Map<String, String> resource) {
    var histogram = metric.getHistogram();
    if (isCumulative(histogram.getAggregationTemporality())) {
      histogram.getDataPointsList().forEach(point -> histogram(metric, point, resource));
    } else {
      reject(metric, histogram.getDataPointsCount(), DELTA);
    }
  }

  private void histogram(
      Metric metric, HistogramDataPoint histogram, Map<String, String> resource) {
    int bounds = histogram.getExplicitBoundsCount();
    int buckets = histogram.getBucketCountsCount();
    if (buckets != bounds + 1 && !(buckets == 0 && bounds == 0)) {
      reject(
          metric, 1, ": %d bounds need %d buckets, has %d".formatted(bounds, bounds + 1, buckets));
      return;
    }
    var point =
        point(
            metric,
            Kind.OTHER,
            histogram.getAttributesList(),
            resource,
            histogram.getTimeUnixNano(),
            histogram.getFlags());
    if (!begin(point)) {
      return;
    }
    long below = 0;
    for (int i = 0; i < bounds; i++) {
      below += histogram.getBucketCounts(i);
      add(point, "_bucket", LE, OtlpNames.number(histogram.getExplicitBounds(i)), (double) below);
    }
    add(point, "_bucket", LE, "+Inf", (double) histogram.getCount());
    if (histogram.hasSum() || point.stale()) {
      add(point, "_sum", "", "", histogram.getSum());
    }
    add(point, "_count", "", "", (double) histogram.getCount());
  }

  private void summary(Metric metric, SummaryDataPoint summary, Map<String, String> resource) {
    var point =
        point(
            metric,
            Kind.OTHER,
            summary.getAttributesList(),
            resource,
            summary.getTimeUnixNano(),
            summary.getFlags());
    if (!begin(point)) {
      return;
    }
    for (var quantile : summary.getQuantileValuesList()) {
      String at = OtlpNames.number(quantile.getQuantile());
      add(point, "", QUANTILE, at, quantile.getValue());
    }
    add(point, "_sum", "", "", summary.getSum());
    add(point, "_count", "", "", (double) summary.getCount());
  }

  private static Point point(
      Metric metric,
      Kind kind,
      List<KeyValue> attributes,
      Map<String, String> resource,
      long timeNanos,
      int flags) {
    return new Point(
        OtlpNames.metric(metric.getName(), metric.getUnit(), kind),
        Attributes.ofPoint(attributes, resource),
        Long.divideUnsigned(timeNanos, NANOS_PER_MS),
        (flags & DataPointFlags.DATA_POINT_FLAGS_NO_RECORDED_VALUE_MASK_VALUE) != 0);
  }

  /// Counts a point once if it cannot be taken, however many series it would have.
  private boolean begin(Point point) {
    if (!into.keeps(point.timeMs())) {
      into.reject(
          1,
          "a point of %s at %d ms is older than 7 d or more than 1 h ahead"
              .formatted(point.metric(), point.timeMs()));
      return false;
    }
    // The longest name and the most labels that a series of this point can have.
    if (name(point, "_bucket", LE, "+Inf") == null) {
      into.reject(1, labels.problem());
      return false;
    }
    return true;
  }

  private void add(Point point, String suffix, String label, String at, double value) {
    SeriesName name = name(point, suffix, label, at);
    if (name != null) {
      into.sample(into.series(name), point.timeMs(), point.stale() ? STALE : value);
    }
  }

  private @org.jspecify.annotations.Nullable SeriesName name(
      Point point, String suffix, String label, String at) {
    point.attributes().forEach(labels::add);
    labels.add(Labels.NAME, point.metric() + suffix);
    if (!label.isEmpty()) {
      labels.replace(label, at);
    }
    return labels.seal(into.system());
  }
}
