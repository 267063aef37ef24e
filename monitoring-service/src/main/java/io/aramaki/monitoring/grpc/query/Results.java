package io.aramaki.monitoring.grpc.query;

import io.aramaki.monitoring.domain.promql.value.QueryException;
import io.aramaki.monitoring.domain.promql.value.QueryResult;
import io.aramaki.monitoring.domain.promql.value.Series;
import io.aramaki.monitoring.v1.QueriedSeries;
import io.aramaki.monitoring.v1.QueryInstantResponse;
import java.util.ArrayList;
import java.util.List;

/// Results of queries as messages, no longer than a message may be.
final class Results {
  /// The series of an answer: a message may have 16 MiB.
  static final int BYTES_MAX = 15 << 20;

  /// What a field costs beside its content, at most.
  private static final int FIELD_BYTES = 8;

  private final List<QueriedSeries> series = new ArrayList<>();
  private long bytes;

  private Results() {}

  static QueryInstantResponse.Builder instant(QueryResult result) {
    var response = QueryInstantResponse.newBuilder();
    return switch (result) {
      case QueryResult.Scalar scalar ->
          response
              .setType(QueryInstantResponse.Type.SCALAR)
              .addSeries(
                  QueriedSeries.newBuilder().addTimesMs(scalar.time()).addValues(scalar.value()));
      case QueryResult.Text text -> {
        var results = new Results();
        results.count(text.value().length() * 3L);
        yield response
            .setType(QueryInstantResponse.Type.TEXT)
            .setText(text.value())
            .addSeries(QueriedSeries.newBuilder().addTimesMs(text.time()));
      }
      case QueryResult.Vector vector -> {
        var results = new Results();
        for (QueryResult.Sample sample : vector.samples()) {
          results.add(
              QueriedSeries.newBuilder()
                  .putAllLabels(sample.labels().asMap())
                  .addTimesMs(sample.time())
                  .addValues(sample.value())
                  .build());
        }
        yield response.setType(QueryInstantResponse.Type.VECTOR).addAllSeries(results.series);
      }
      case QueryResult.Matrix matrix ->
          response.setType(QueryInstantResponse.Type.MATRIX).addAllSeries(series(matrix));
    };
  }

  static List<QueriedSeries> series(QueryResult.Matrix matrix) {
    var results = new Results();
    for (Series one : matrix.series()) {
      results.add(of(one, 0, one.size()));
    }
    return results.series;
  }

  /// A series with some of its samples.
  static QueriedSeries of(Series series, int from, int to) {
    var message = QueriedSeries.newBuilder().putAllLabels(series.labels().asMap());
    long[] times = series.times();
    long step = step(times, from, to);
    if (step > 0) {
      message.setFirstMs(times[from]).setStepMs(step);
    }
    for (int i = from; i < to; i++) {
      if (step == 0) {
        message.addTimesMs(times[i]);
      }
      message.addValues(series.values()[i]);
    }
    return message.build();
  }

  /// How far times are apart; 0 if it is not the same for all.
  private static long step(long[] times, int from, int to) {
    long step = to - from > 1 ? times[from + 1] - times[from] : 0;
    for (int i = from + 2; i < to; i++) {
      if (times[i] - times[i - 1] != step) {
        return 0;
      }
    }
    return step;
  }

  /// When a value of a series was.
  static long timeMs(QueriedSeries series, int index) {
    return series.getStepMs() == 0
        ? series.getTimesMs(index)
        : series.getFirstMs() + index * series.getStepMs();
  }

  private void add(QueriedSeries one) {
    count(one.getSerializedSize());
    series.add(one);
  }

  private void count(long more) {
    bytes += more + FIELD_BYTES;
    if (bytes > BYTES_MAX) {
      throw QueryException.execution(
          "the answer is longer than "
              + BYTES_MAX
              + " bytes, which is the limit; match fewer series, aggregate them, or take larger"
              + " steps");
    }
  }
}
