package io.aramaki.monitoring.grpc;

import io.aramaki.kit.grpc.RequestNames;
import io.aramaki.kit.grpc.Unary;
import io.aramaki.kit.grpc.access.Caller;
import io.aramaki.monitoring.domain.index.Latest;
import io.aramaki.monitoring.domain.index.SeriesIndex;
import io.aramaki.monitoring.domain.sample.SampleReader;
import io.aramaki.monitoring.domain.series.Samples;
import io.aramaki.monitoring.domain.series.SeriesKey;
import io.aramaki.monitoring.grpc.message.Protos;
import io.aramaki.monitoring.grpc.outbound.Peers;
import io.aramaki.monitoring.grpc.query.CatalogCalls;
import io.aramaki.monitoring.grpc.query.QueryCalls;
import io.aramaki.monitoring.grpc.query.QueryParts;
import io.aramaki.monitoring.grpc.query.SeriesServer;
import io.aramaki.monitoring.v1.ListLabelNamesRequest;
import io.aramaki.monitoring.v1.ListLabelNamesResponse;
import io.aramaki.monitoring.v1.ListLabelValuesRequest;
import io.aramaki.monitoring.v1.ListLabelValuesResponse;
import io.aramaki.monitoring.v1.ListLatestSamplesRequest;
import io.aramaki.monitoring.v1.ListLatestSamplesResponse;
import io.aramaki.monitoring.v1.ListMetricMetadataRequest;
import io.aramaki.monitoring.v1.ListMetricMetadataResponse;
import io.aramaki.monitoring.v1.ListSeriesRequest;
import io.aramaki.monitoring.v1.ListSeriesResponse;
import io.aramaki.monitoring.v1.QueryInstantRequest;
import io.aramaki.monitoring.v1.QueryInstantResponse;
import io.aramaki.monitoring.v1.QueryRangeRequest;
import io.aramaki.monitoring.v1.QueryRangeResponse;
import io.aramaki.monitoring.v1.QueryServiceGrpc;
import io.aramaki.monitoring.v1.QueryServiceGrpc.QueryServiceImplBase;
import io.aramaki.monitoring.v1.ReadSamplesRequest;
import io.aramaki.monitoring.v1.ReadSamplesResponse;
import io.aramaki.monitoring.v1.SampledSeries;
import io.aramaki.monitoring.v1.SelectSeriesRequest;
import io.aramaki.monitoring.v1.SelectSeriesResponse;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Metrics: the newest sample of each series from the owners' memory, ranges from the journal,
/// PromQL over all series.
final class QueryEndpoint extends QueryServiceImplBase {
  private static final Comparator<SampledSeries> ORDER =
      Comparator.comparing(SampledSeries::getMetric).thenComparing(QueryEndpoint::labelText);

  private final SeriesIndex index;
  private final Peers peers;
  private final SampleReader reader;
  private final RequestNames names;
  private final QueryCalls queries;
  private final CatalogCalls catalog;
  private final SeriesServer series;

  QueryEndpoint(
      SeriesIndex index, Peers peers, SampleReader reader, QueryParts queries, RequestNames names) {
    this.index = index;
    this.peers = peers;
    this.reader = reader;
    this.names = names;
    this.queries = new QueryCalls(queries, peers, names);
    this.catalog = new CatalogCalls(queries, peers, names);
    this.series = new SeriesServer(queries);
  }

  @Override
  public void listLatestSamples(
      ListLatestSamplesRequest request, StreamObserver<ListLatestSamplesResponse> answer) {
    Unary.answer(answer, () -> latest(request));
  }

  private ListLatestSamplesResponse latest(ListLatestSamplesRequest request) {
    String system = names.system("parent", request.getParent());
    int size = Pages.size(request.getPageSize());
    String shape = "latest " + system;
    List<String> after = Pages.after(request.getPageToken(), shape, 2).orElse(List.of("", ""));
    List<SampledSeries> found = new ArrayList<>(here(system, after, size + 1));
    Set<String> unavailable = new TreeSet<>();
    boolean truncated = index.isFull(system);
    boolean more = false;
    if (!request.getLocal()) {
      var answers =
          peers.ask(channel ->
              QueryServiceGrpc.newBlockingStub(channel)
                  .listLatestSamples(request.toBuilder().setLocal(true).setPageSize(size).build()));
      for (ListLatestSamplesResponse page : answers.answers()) {
        found.addAll(page.getSeriesList());
        truncated |= page.getTruncated();
        more |= !page.getNextPageToken().isEmpty();
      }
      unavailable.addAll(answers.unavailable());
      // A full page of another instance may go on: this page then ends where that one does.
      for (ListLatestSamplesResponse page : answers.answers()) {
        if (!page.getNextPageToken().isEmpty()) {
          SampledSeries last = page.getSeries(page.getSeriesCount() - 1);
          found.removeIf(series -> ORDER.compare(series, last) > 0);
        }
      }
    }
    return page(found, size, shape, more)
        .addAllUnavailableInstances(unavailable)
        .setTruncated(truncated)
        .build();
  }

  private static ListLatestSamplesResponse.Builder page(
      List<SampledSeries> found, int size, String shape, boolean more) {
    found.sort(ORDER);
    List<SampledSeries> page = found.subList(0, Math.min(size, found.size()));
    var response = ListLatestSamplesResponse.newBuilder().addAllSeries(page);
    if ((found.size() > size || more) && !page.isEmpty()) {
      SampledSeries last = page.getLast();
      response.setNextPageToken(Pages.token(shape, last.getMetric(), labelText(last)));
    }
    return response;
  }

  private List<SampledSeries> here(String system, List<String> after, int limit) {
    return index.latest(system, after.getFirst(), after.get(1), limit).stream()
        .map(QueryEndpoint::series)
        .toList();
  }

  private static SampledSeries series(Latest latest) {
    return SampledSeries.newBuilder()
        .setSystem(latest.key().system())
        .setMetric(latest.key().metric())
        .putAllLabels(latest.key().labels())
        .setUnit(latest.unit())
        .addTimesMs(latest.timeMs())
        .addValues(latest.value())
        .build();
  }

  private static String labelText(SampledSeries series) {
    var text = new StringBuilder();
    new TreeMap<>(series.getLabelsMap())
        .forEach((name, value) -> text.append(name).append('=').append(value).append('\n'));
    return text.toString();
  }

  @Override
  public void readSamples(ReadSamplesRequest request, StreamObserver<ReadSamplesResponse> answer) {
    Unary.answer(answer, () -> read(request));
  }

  private ReadSamplesResponse read(ReadSamplesRequest request) {
    var range =
        new SampleReader.Range(
            names.system("parent", request.getParent()),
            request.getMetric(),
            Protos.instant(request.getStartTime()),
            Protos.instant(request.getEndTime()),
            request.getLabelsMap());
    var response = ReadSamplesResponse.newBuilder();
    reader.read(range).forEach((key, samples) -> response.addSeries(series(key, samples)));
    return response.build();
  }

  private static SampledSeries series(SeriesKey key, Samples samples) {
    var series =
        SampledSeries.newBuilder()
            .setSystem(key.system())
            .setMetric(key.metric())
            .putAllLabels(key.labels())
            .setUnit(samples.unit());
    for (int i = 0; i < samples.size(); i++) {
      series.addTimesMs(samples.time(i)).addValues(samples.value(i));
    }
    return series.build();
  }

  @Override
  public void queryInstant(
      QueryInstantRequest request, StreamObserver<QueryInstantResponse> answer) {
    Unary.answer(answer, () -> queries.instant(request, Caller.current()));
  }

  @Override
  public void queryRange(QueryRangeRequest request, StreamObserver<QueryRangeResponse> answer) {
    Unary.answer(answer, () -> queries.range(request, Caller.current()));
  }

  @Override
  public void listSeries(ListSeriesRequest request, StreamObserver<ListSeriesResponse> answer) {
    Unary.answer(answer, () -> catalog.series(request, Caller.current()));
  }

  @Override
  public void listLabelNames(
      ListLabelNamesRequest request, StreamObserver<ListLabelNamesResponse> answer) {
    Unary.answer(answer, () -> catalog.labelNames(request, Caller.current()));
  }

  @Override
  public void listLabelValues(
      ListLabelValuesRequest request, StreamObserver<ListLabelValuesResponse> answer) {
    Unary.answer(answer, () -> catalog.labelValues(request, Caller.current()));
  }

  @Override
  public void listMetricMetadata(
      ListMetricMetadataRequest request, StreamObserver<ListMetricMetadataResponse> answer) {
    Unary.answer(answer, () -> catalog.metadata(request, Caller.current()));
  }

  @Override
  public void selectSeries(
      SelectSeriesRequest request, StreamObserver<SelectSeriesResponse> answers) {
    series.select(request, answers);
  }
}
