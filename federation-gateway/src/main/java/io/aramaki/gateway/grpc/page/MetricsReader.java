package io.aramaki.gateway.grpc.page;

import io.aramaki.gateway.domain.chart.SeriesView;
import io.aramaki.gateway.domain.page.MetricsPage;
import io.aramaki.gateway.domain.page.Part;
import io.aramaki.inventory.v1.GetSystemRequest;
import io.aramaki.inventory.v1.SystemServiceGrpc;
import io.aramaki.monitoring.v1.ListLatestSamplesRequest;
import io.aramaki.monitoring.v1.ListLatestSamplesResponse;
import io.aramaki.monitoring.v1.QueryServiceGrpc;
import io.aramaki.monitoring.v1.ReadSamplesRequest;
import io.aramaki.monitoring.v1.SampledSeries;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Puts a system's metrics together: the newest sample of each series, and the last hour of the
/// first few metrics.
final class MetricsReader {
  private static final int SERIES_MAX = 60;

  /// A read costs monitoring a look into its journal, so not every metric gets a line.
  private static final int LINES_MAX = 12;

  private static final Duration RANGE = Duration.ofHours(1);

  private MetricsReader() {}

  static MetricsPage read(Lists lists, String system, Instant now) throws InterruptedException {
    try (var loading = new Loading()) {
      var latest =
          loading.load(
              "Metrics",
              () ->
                  lists.call(
                      QueryServiceGrpc.getListLatestSamplesMethod(),
                      ListLatestSamplesRequest.newBuilder()
                          .setParent(system)
                          .setPageSize(Paged.PAGE_SIZE)
                          .build()));
      // Says whether there is such a system and whether the person may see it.
      var _ =
          lists.call(
              SystemServiceGrpc.getGetSystemMethod(),
              GetSystemRequest.newBuilder().setName(system).build());
      var answer = latest.await();
      List<SeriesView> series = answer.map(read -> series(read.getSeriesList())).or(List.of());
      List<SeriesView> shown = series.subList(0, Math.min(SERIES_MAX, series.size()));
      Map<String, Part<List<SampledSeries>>> lines = lines(loading, lists, system, shown, now);
      return new MetricsPage(
          system,
          answer.map(_ -> shown.stream().map(each -> withLine(each, lines)).toList()),
          series.size() > shown.size(),
          answer.map(ListLatestSamplesResponse::getTruncated).or(false));
    }
  }

  private static List<SeriesView> series(List<SampledSeries> read) {
    return read.stream()
        .flatMap(series -> MonitoringViews.latest(series).stream())
        .sorted(Comparator.comparing(SeriesView::metric).thenComparing(SeriesView::labelText))
        .toList();
  }

  private static Map<String, Part<List<SampledSeries>>> lines(
      Loading loading, Lists lists, String system, List<SeriesView> shown, Instant now)
      throws InterruptedException {
    List<String> metrics =
        shown.stream().map(SeriesView::metric).distinct().limit(LINES_MAX).toList();
    var pending = new ArrayList<Loading.Pending<List<SampledSeries>>>();
    for (String metric : metrics) {
      pending.add(
          loading.load("The last hour's samples", () -> samples(lists, system, metric, now)));
    }
    Map<String, Part<List<SampledSeries>>> lines = new LinkedHashMap<>();
    for (int i = 0; i < metrics.size(); i++) {
      lines.put(metrics.get(i), pending.get(i).await());
    }
    return lines;
  }

  private static List<SampledSeries> samples(
      Lists lists, String system, String metric, Instant now) {
    return lists
        .call(
            QueryServiceGrpc.getReadSamplesMethod(),
            ReadSamplesRequest.newBuilder()
                .setParent(system)
                .setMetric(metric)
                .setStartTime(Times.of(now.minus(RANGE)))
                .setEndTime(Times.of(now))
                .build())
        .getSeriesList();
  }

  private static SeriesView withLine(
      SeriesView series, Map<String, Part<List<SampledSeries>>> lines) {
    Part<List<SampledSeries>> line = lines.get(series.metric());
    if (line == null) {
      return series;
    }
    return line.or(List.of()).stream()
        .filter(read -> read.getLabelsMap().equals(series.labels()))
        .findFirst()
        .map(read -> series.with(MonitoringViews.points(read)))
        .orElse(series);
  }
}
