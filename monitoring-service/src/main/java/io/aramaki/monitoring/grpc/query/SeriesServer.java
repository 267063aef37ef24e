package io.aramaki.monitoring.grpc.query;

import io.aramaki.kit.grpc.ServerStreams;
import io.aramaki.kit.grpc.StreamSink;
import io.aramaki.monitoring.domain.MonitoringException.InvalidArgument;
import io.aramaki.monitoring.domain.MonitoringException.QueriesFull;
import io.aramaki.monitoring.domain.promql.select.Budget;
import io.aramaki.monitoring.domain.promql.select.Selection;
import io.aramaki.monitoring.domain.promql.value.Labels;
import io.aramaki.monitoring.domain.promql.value.Series;
import io.aramaki.monitoring.domain.query.SeriesCatalog.Metadata;
import io.aramaki.monitoring.domain.query.SeriesCatalog.Scope;
import io.aramaki.monitoring.v1.MetricMetadata;
import io.aramaki.monitoring.v1.QueriedSeries;
import io.aramaki.monitoring.v1.SelectSeriesRequest;
import io.aramaki.monitoring.v1.SelectSeriesResponse;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.Semaphore;

/// Streams the series of this instance to one that evaluates a query.
public final class SeriesServer {
  /// So many are served at the same time: each of some instances' queries has one selection open.
  static final int SELECTIONS_MAX = 64;

  /// A piece is sent when it is as long; with the part of a series that comes last it stays below 1
  /// MiB.
  static final int PIECE_BYTES = 512 << 10;

  /// The samples of a part of a series.
  static final int PART_SAMPLES = 28_000;

  private final QueryParts parts;
  private final Semaphore room = new Semaphore(SELECTIONS_MAX);

  public SeriesServer(QueryParts parts) {
    this.parts = parts;
  }

  /// Serves one selection.
  public void select(SelectSeriesRequest request, StreamObserver<SelectSeriesResponse> answers) {
    Scope scope = Scopes.read(request);
    if (request.getTimeoutMs() < 0) {
      throw new InvalidArgument(
          "timeout_ms was " + request.getTimeoutMs() + "; expected 0 or more");
    }
    if (request.getWant() == SelectSeriesRequest.Want.SAMPLES && scope.selectors().size() != 1) {
      throw new InvalidArgument(
          scope.selectors().size() + " selectors for samples; expected exactly one");
    }
    ServerStreams.serve(
        answers,
        sink -> {
          if (!room.tryAcquire()) {
            throw new QueriesFull(SELECTIONS_MAX, 0);
          }
          try {
            var budget = parts.budget(QueryParts.time(request.getTimeoutMs()), sink::isEnded);
            serve(request, scope, budget, new Pieces(sink));
          } finally {
            room.release();
          }
        });
  }

  private void serve(SelectSeriesRequest request, Scope scope, Budget budget, Pieces pieces) {
    switch (request.getWant()) {
      case SAMPLES -> {
        var matchers = scope.selectors().getFirst();
        var hints = Selection.Hints.overTime(request.getFunction());
        var selection = new Selection(matchers, request.getStartMs(), request.getEndMs(), hints);
        parts.series().seenBy(scope.visibility()).select(selection, budget, pieces::samples);
      }
      case SERIES -> parts.catalog().series(scope, budget).forEach(pieces::labels);
      case LABEL_NAMES -> parts.catalog().labelNames(scope, budget).forEach(pieces::text);
      case LABEL_VALUES ->
          parts.catalog().labelValues(request.getLabel(), scope, budget).forEach(pieces::text);
      case METADATA -> parts.catalog().metadata(scope, budget).forEach(pieces::metadata);
      case WANT_UNSPECIFIED, UNRECOGNIZED ->
          throw new InvalidArgument("want is not set; expected SAMPLES, SERIES or another");
    }
    pieces.end();
  }

  /// Gathers pieces and sends them.
  private static final class Pieces {
    private final StreamSink<SelectSeriesResponse> sink;
    private SelectSeriesResponse.Builder piece = SelectSeriesResponse.newBuilder();
    private int bytes;

    Pieces(StreamSink<SelectSeriesResponse> sink) {
      this.sink = sink;
    }

    void samples(Series series) {
      int from = 0;
      do {
        int to = Math.min(series.size(), from + PART_SAMPLES);
        QueriedSeries part = Results.of(series, from, to);
        piece.addSeries(part);
        boolean more = to < series.size();
        piece.setGoesOn(more);
        added(part.getSerializedSize());
        if (more && piece.getSeriesCount() > 0) {
          send();
        }
        from = to;
      } while (from < series.size());
    }

    void labels(Labels labels) {
      QueriedSeries series = QueriedSeries.newBuilder().putAllLabels(labels.asMap()).build();
      piece.addSeries(series);
      added(series.getSerializedSize());
    }

    void text(String text) {
      piece.addTexts(text);
      added(text.length());
    }

    void metadata(Metadata one) {
      piece.addMetrics(MetricMetadata.newBuilder().setMetric(one.metric()).setUnit(one.unit()));
      added(one.metric().length() + one.unit().length());
    }

    private void added(int more) {
      bytes += more;
      if (bytes >= PIECE_BYTES) {
        send();
      }
    }

    private void send() {
      sink.send(piece.build());
      piece = SelectSeriesResponse.newBuilder();
      bytes = 0;
    }

    void end() {
      if (bytes > 0) {
        send();
      }
    }
  }
}
