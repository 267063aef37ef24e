package io.aramaki.gateway.grpc.query;

import io.aramaki.gateway.domain.query.PromTexts;
import io.aramaki.gateway.domain.query.Utf8;
import io.aramaki.monitoring.v1.ListMetricMetadataResponse;
import io.aramaki.monitoring.v1.ListSeriesResponse;
import io.aramaki.monitoring.v1.MetricMetadata;
import io.aramaki.monitoring.v1.QueriedSeries;
import io.aramaki.monitoring.v1.QueryInstantResponse;
import io.aramaki.monitoring.v1.QueryRangeResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Writes answers in the JSON of Prometheus, piece by piece, so that a long one is never held
/// twice.
final class PromJson {
  /// A piece is handed on when it is as long, in bytes. A day of a series at 10 s is one: handing
  /// over takes longer than writing it.
  private static final int PIECE_BYTES = 256 << 10;

  private static final String RESULT = "{\"resultType\":\"%s\",\"result\":";

  private final PromAnswer.Out out;
  private final Utf8 text = new Utf8();

  private PromJson(PromAnswer.Out out) {
    this.out = out;
  }

  /// Writes what stands behind `data`.
  @FunctionalInterface
  private interface Data {
    void write(PromJson json) throws InterruptedException;
  }

  private static PromAnswer answer(List<String> warnings, Data data) {
    return out -> {
      var json = new PromJson(out);
      json.text.text("{\"status\":\"success\",\"data\":");
      data.write(json);
      if (!warnings.isEmpty()) {
        json.text.text(",\"warnings\":");
        json.strings(warnings);
      }
      out.last(json.text.text("}").take());
    };
  }

  static PromAnswer instant(QueryInstantResponse answer) {
    Data data =
        switch (answer.getType()) {
          case SCALAR -> json -> json.single("scalar", answer.getSeries(0), null);
          case TEXT -> json -> json.single("string", answer.getSeries(0), answer.getText());
          case VECTOR -> json -> json.vector(answer.getSeriesList());
          case MATRIX -> json -> json.matrix(answer.getSeriesList());
          case TYPE_UNSPECIFIED, UNRECOGNIZED ->
              throw new IllegalStateException("monitoring answers with " + answer.getType());
        };
    return answer(warnings(answer.getUnavailableInstancesList(), false), data);
  }

  static PromAnswer range(QueryRangeResponse answer) {
    return answer(
        warnings(answer.getUnavailableInstancesList(), false),
        json -> json.matrix(answer.getSeriesList()));
  }

  static PromAnswer series(ListSeriesResponse answer) {
    return answer(
        warnings(answer.getUnavailableInstancesList(), answer.getTruncated()),
        json -> json.array(answer.getSeriesList(), one -> json.labels(one.getLabelsMap())));
  }

  static PromAnswer texts(List<String> texts, List<String> unavailable, boolean truncated) {
    return answer(warnings(unavailable, truncated), json -> json.strings(texts));
  }

  /// Nothing says what type a metric is or what it means, so only its unit is told.
  static PromAnswer metadata(ListMetricMetadataResponse answer) {
    return answer(
        warnings(answer.getUnavailableInstancesList(), answer.getTruncated()),
        json -> {
          String last = "";
          json.text.text("{");
          for (MetricMetadata one : answer.getMetricsList()) {
            boolean same = one.getMetric().equals(last);
            json.text.text(same ? "," : last.isEmpty() ? "" : "],");
            if (!same) {
              PromTexts.json(one.getMetric(), json.text);
              json.text.text(":[");
            }
            json.text.text("{\"type\":\"unknown\",\"help\":\"\",\"unit\":");
            PromTexts.json(one.getUnit(), json.text);
            json.text.text("}");
            last = one.getMetric();
            json.written();
          }
          json.text.text(last.isEmpty() ? "}" : "]}");
        });
  }

  private static List<String> warnings(List<String> unavailable, boolean truncated) {
    var warnings = new ArrayList<String>();
    if (!unavailable.isEmpty()) {
      warnings.add(
          "these instances of monitoring did not answer, their series are missing: "
              + String.join(", ", unavailable));
    }
    if (truncated) {
      warnings.add("results truncated due to limit");
    }
    return warnings;
  }

  private void single(String type, QueriedSeries one, @Nullable String string) {
    text.text(RESULT.formatted(type)).text("[");
    // Only here, Prometheus writes seconds as a number, without zeros at its end.
    var digits = new Utf8();
    PromTexts.time(one.getTimesMs(0), digits);
    String seconds = digits.toString();
    boolean fraction = seconds.indexOf(".") > 0;
    int end = seconds.length();
    while (fraction && seconds.charAt(end - 1) == '0') {
      end--;
    }
    text.text(seconds.substring(0, end)).text(",");
    if (string == null) {
      text.text("\"");
      PromTexts.plain(one.getValues(0), text);
      text.text("\"");
    } else {
      PromTexts.json(string, text);
    }
    text.text("]}");
  }

  private void vector(List<QueriedSeries> all) throws InterruptedException {
    text.text(RESULT.formatted("vector"));
    array(
        all,
        one -> {
          text.text("{\"metric\":");
          labels(one.getLabelsMap());
          text.text(",\"value\":");
          sample(one, 0);
          text.text("}");
        });
    text.text("}");
  }

  private void matrix(List<QueriedSeries> all) throws InterruptedException {
    text.text(RESULT.formatted("matrix"));
    array(
        all,
        one -> {
          text.text("{\"metric\":");
          labels(one.getLabelsMap());
          text.text(",\"values\":[");
          for (int i = 0; i < one.getValuesCount(); i++) {
            text.text(i == 0 ? "" : ",");
            sample(one, i);
            written();
          }
          text.text("]}");
        });
    text.text("}");
  }

  private void sample(QueriedSeries series, int index) {
    text.text("[");
    PromTexts.time(timeMs(series, index), text);
    text.text(",\"");
    PromTexts.value(series.getValues(index), text);
    text.text("\"]");
  }

  private static long timeMs(QueriedSeries series, int index) {
    return series.getStepMs() == 0
        ? series.getTimesMs(index)
        : series.getFirstMs() + index * series.getStepMs();
  }

  private void labels(Map<String, String> labels) {
    text.text("{");
    boolean first = true;
    for (var label : new TreeMap<>(labels).entrySet()) {
      text.text(first ? "" : ",");
      first = false;
      PromTexts.json(label.getKey(), text);
      text.text(":");
      PromTexts.json(label.getValue(), text);
    }
    text.text("}");
  }

  /// Writes one element of an array.
  @FunctionalInterface
  private interface Element<T> {
    void write(T one) throws InterruptedException;
  }

  private <T> void array(List<T> all, Element<T> element) throws InterruptedException {
    text.text("[");
    boolean first = true;
    for (T one : all) {
      text.text(first ? "" : ",");
      first = false;
      element.write(one);
      written();
    }
    text.text("]");
  }

  private void strings(List<String> all) throws InterruptedException {
    array(all, one -> PromTexts.json(one, text));
  }

  private void written() throws InterruptedException {
    if (text.size() >= PIECE_BYTES) {
      out.write(text.take());
    }
  }
}
