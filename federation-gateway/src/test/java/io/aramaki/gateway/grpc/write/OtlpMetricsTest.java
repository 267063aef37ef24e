package io.aramaki.gateway.grpc.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aramaki.gateway.domain.write.Content;
import io.aramaki.gateway.domain.write.Content.Names;
import io.aramaki.gateway.domain.write.Gathering;
import io.aramaki.gateway.domain.write.Room;
import io.aramaki.gateway.domain.write.WriteRefused;
import io.aramaki.kit.codec.batch.BatchContent;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogram;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Gauge;
import io.opentelemetry.proto.metrics.v1.Histogram;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.metrics.v1.Sum;
import io.opentelemetry.proto.metrics.v1.Summary;
import io.opentelemetry.proto.metrics.v1.SummaryDataPoint;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class OtlpMetricsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final long NANOS = NOW.toEpochMilli() * 1_000_000;
  private static final AggregationTemporality CUMULATIVE =
      AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE;
  private static final AggregationTemporality DELTA =
      AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA;

  private final Room room = new Room(8 << 20);

  private Gathering read(ExportMetricsServiceRequest request) {
    try (var share = room.share()) {
      var gathering = new Gathering("orgs/o/systems/web", NOW, share);
      new OtlpMetrics(gathering).read(request);
      return gathering;
    }
  }

  private Gathering read(Metric.Builder... metrics) {
    var scope = ScopeMetrics.newBuilder();
    for (Metric.Builder metric : metrics) {
      scope.addMetrics(metric);
    }
    var resource = ResourceMetrics.newBuilder().addScopeMetrics(scope);
    resource
        .getResourceBuilder()
        .addAttributes(text("service.name", "shop"))
        .addAttributes(text("service.namespace", "eu"))
        .addAttributes(text("service.instance.id", "i1"))
        .addAttributes(text("host.name", "h"));
    return read(ExportMetricsServiceRequest.newBuilder().addResourceMetrics(resource).build());
  }

  private static KeyValue text(String key, String value) {
    return KeyValue.newBuilder()
        .setKey(key)
        .setValue(AnyValue.newBuilder().setStringValue(value))
        .build();
  }

  private static NumberDataPoint.Builder point(double value) {
    return NumberDataPoint.newBuilder().setTimeUnixNano(NANOS).setAsDouble(value);
  }

  private static Metric.Builder gauge(String name, NumberDataPoint.Builder point) {
    return Metric.newBuilder().setName(name).setGauge(Gauge.newBuilder().addDataPoints(point));
  }

  private static Metric.Builder sum(AggregationTemporality temporality, boolean monotonic) {
    return Metric.newBuilder()
        .setName("requests")
        .setSum(
            Sum.newBuilder()
                .setAggregationTemporality(temporality)
                .setIsMonotonic(monotonic)
                .addDataPoints(NumberDataPoint.newBuilder().setTimeUnixNano(NANOS).setAsInt(5))
                .addDataPoints(
                    NumberDataPoint.newBuilder()
                        .setTimeUnixNano(NANOS)
                        .addAttributes(text("k", "v"))
                        .setAsInt(6)));
  }

  private static HistogramDataPoint.Builder buckets(long... counts) {
    var point = HistogramDataPoint.newBuilder().setTimeUnixNano(NANOS).setSum(7.5);
    long all = 0;
    for (long count : counts) {
      point.addBucketCounts(count);
      all += count;
    }
    return point.setCount(all);
  }

  private static Metric.Builder histogram(
      AggregationTemporality temporality, HistogramDataPoint.Builder point) {
    return Metric.newBuilder()
        .setName("latency")
        .setUnit("s")
        .setHistogram(
            Histogram.newBuilder().setAggregationTemporality(temporality).addDataPoints(point));
  }

  private static List<String> written(Gathering gathering) {
    var lines = new ArrayList<String>();
    for (Content content : gathering.contents()) {
      var opened = BatchContent.open(content.write(Names.PLAIN).content());
      opened.samples(
          0,
          (number, _, values, from, count) -> {
            var name = opened.own().get(number);
            for (int i = from; i < from + count; i++) {
              long bits = Double.doubleToRawLongBits(values[i]);
              lines.add(
                  name.metric()
                      + name.labels()
                      + " "
                      + (bits == 0x7ff0000000000002L ? "stale" : values[i]));
            }
          });
    }
    return lines.stream()
        .map(line -> line.replace("instance=i1, job=eu/shop", "*"))
        .sorted()
        .toList();
  }

  @Test
  void numbers_areNamedByTheirKind() {
    assertThat(
            written(
                read(
                    gauge("temp", point(1.5)).setUnit("Cel"),
                    sum(CUMULATIVE, true).setName("hits"),
                    sum(CUMULATIVE, false).setName("open"))))
        .containsExactly(
            "hits_total{*, k=v} 6.0",
            "hits_total{*} 5.0",
            "open{*, k=v} 6.0",
            "open{*} 5.0",
            "temp_celsius{*} 1.5");
  }

  @Test
  void attributes_becomeLabels_joinedWhereTheyCollide() {
    // Given
    var list =
        ArrayValue.newBuilder()
            .addValues(AnyValue.newBuilder().setStringValue("a\"b"))
            .addValues(AnyValue.newBuilder().setIntValue(2));
    var point =
        point(1)
            .addAttributes(text("a.b", "1"))
            .addAttributes(text("a_b", "2"))
            .addAttributes(text("agent", "x"))
            .addAttributes(text("job", "mine"))
            .addAttributes(text("none", ""))
            .addAttributes(
                KeyValue.newBuilder()
                    .setKey("list")
                    .setValue(AnyValue.newBuilder().setArrayValue(list)));

    // When / Then
    assertThat(written(read(gauge("m", point))))
        .containsExactly("m{a_b=1;2, exported_agent=x, *, list=[\"a\\\"b\",2]} 1.0");
  }

  @Test
  void histogram_becomesCumulativeBuckets_sumAndCount() {
    // Given
    var point = buckets(1, 2, 4).addExplicitBounds(0.5).addExplicitBounds(10);

    // When / Then
    assertThat(written(read(histogram(CUMULATIVE, point))))
        .containsExactly(
            "latency_seconds_bucket{*, le=+Inf} 7.0",
            "latency_seconds_bucket{*, le=0.5} 1.0",
            "latency_seconds_bucket{*, le=10} 3.0",
            "latency_seconds_count{*} 7.0",
            "latency_seconds_sum{*} 7.5");
    assertThat(written(read(histogram(CUMULATIVE, buckets().clearSum()))))
        .containsExactly("latency_seconds_bucket{*, le=+Inf} 0.0", "latency_seconds_count{*} 0.0");
  }

  @Test
  void summary_becomesQuantiles() {
    // Given
    var point =
        SummaryDataPoint.newBuilder()
            .setTimeUnixNano(NANOS)
            .setCount(2)
            .setSum(3)
            .addQuantileValues(
                SummaryDataPoint.ValueAtQuantile.newBuilder().setQuantile(0.5).setValue(1));
    var metric =
        Metric.newBuilder().setName("s").setSummary(Summary.newBuilder().addDataPoints(point));

    // When / Then
    assertThat(written(read(metric)))
        .containsExactly("s_count{*} 2.0", "s_sum{*} 3.0", "s{*, quantile=0.5} 1.0");
  }

  @Test
  void pointWithoutRecordedValue_becomesAStalenessMarker() {
    assertThat(
            written(
                read(
                    gauge("m", point(5).setFlags(1)),
                    histogram(CUMULATIVE, buckets(1).setFlags(1)))))
        .containsExactly(
            "latency_seconds_bucket{*, le=+Inf} stale",
            "latency_seconds_count{*} stale",
            "latency_seconds_sum{*} stale",
            "m{*} stale");
  }

  @Test
  void whatCannotBeMapped_isCountedPointByPoint_andTheRestIsTaken() {
    // Given
    var exponential =
        Metric.newBuilder()
            .setName("e")
            .setExponentialHistogram(
                ExponentialHistogram.newBuilder()
                    .addDataPoints(ExponentialHistogramDataPoint.getDefaultInstance()));
    var wrongBuckets =
        histogram(CUMULATIVE, buckets(1, 2).addExplicitBounds(1).addExplicitBounds(2));
    var old = gauge("old", point(1).setTimeUnixNano(NANOS - 8L * 86_400_000_000_000L));
    var timeless = gauge("timeless", point(1).setTimeUnixNano(-1));
    var long1 = gauge("long", point(1).addAttributes(text("k", "x".repeat(513))));
    var longName = gauge("n".repeat(201), point(1));

    // When / Then
    for (var each :
        List.of(
            sum(DELTA, true),
            sum(AggregationTemporality.AGGREGATION_TEMPORALITY_UNSPECIFIED, true))) {
      var gathering = read(each, gauge("good", point(1)));
      assertThat(gathering.rejected()).isEqualTo(2);
      assertThat(gathering.problem().orElseThrow()).contains("\"requests\"", "cumulative");
      assertThat(written(gathering)).containsExactly("good{*} 1.0");
    }
    for (var each :
        List.of(
            exponential,
            wrongBuckets,
            old,
            timeless,
            long1,
            longName,
            histogram(DELTA, buckets(1)))) {
      var gathering = read(each, gauge("good", point(1)));
      assertThat(gathering.rejected()).isEqualTo(1);
      assertThat(gathering.problem()).isPresent();
      assertThat(written(gathering)).containsExactly("good{*} 1.0");
    }
  }

  @Test
  void json_isReadAsTheBinaryForm() {
    // Given
    String json =
        """
        {"resourceMetrics":[{"scopeMetrics":[{"unknownKey":1,"metrics":[{"name":"m","sum":{
          "aggregationTemporality":2,"isMonotonic":true,"dataPoints":[
            {"asInt":"5","timeUnixNano":"%d","attributes":[{"key":"k","value":{"stringValue":"v"}}]}]}}]}]}]}
        """
            .formatted(NANOS);

    // When / Then
    assertThat(written(read(OtlpMessages.ofJson(json.getBytes(StandardCharsets.UTF_8)))))
        .containsExactly("m_total{k=v} 5.0");
  }

  @Test
  void bytesThatAreNone_areRefused() {
    var random = new Random(3);
    for (String text : List.of("", "[]", "{\"resourceMetrics\":7}", "{".repeat(500), "nul")) {
      assertThatThrownBy(() -> OtlpMessages.ofJson(text.getBytes(StandardCharsets.UTF_8)))
          .isInstanceOf(WriteRefused.class);
    }
    for (int i = 0; i < 20_000; i++) {
      var bytes = new byte[random.nextInt(60)];
      random.nextBytes(bytes);
      try {
        var _ = read(OtlpMessages.of(bytes));
      } catch (WriteRefused refused) {
        assertThat(refused.kind()).isEqualTo(WriteRefused.Kind.MALFORMED);
      }
    }
  }
}
