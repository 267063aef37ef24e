package io.aramaki.monitoring.grpc.query;

import io.aramaki.kit.grpc.RequestNames;
import io.aramaki.kit.grpc.access.Caller;
import io.aramaki.monitoring.domain.MonitoringException.InvalidArgument;
import io.aramaki.monitoring.domain.promql.select.Budget;
import io.aramaki.monitoring.domain.promql.select.Matcher;
import io.aramaki.monitoring.domain.promql.value.Labels;
import io.aramaki.monitoring.domain.promql.value.QueryException;
import io.aramaki.monitoring.domain.query.Neighbour.Gone;
import io.aramaki.monitoring.domain.query.SeriesCatalog.Metadata;
import io.aramaki.monitoring.domain.query.SeriesCatalog.Scope;
import io.aramaki.monitoring.grpc.outbound.Peers;
import io.aramaki.monitoring.v1.ListLabelNamesRequest;
import io.aramaki.monitoring.v1.ListLabelNamesResponse;
import io.aramaki.monitoring.v1.ListLabelValuesRequest;
import io.aramaki.monitoring.v1.ListLabelValuesResponse;
import io.aramaki.monitoring.v1.ListMetricMetadataRequest;
import io.aramaki.monitoring.v1.ListMetricMetadataResponse;
import io.aramaki.monitoring.v1.ListSeriesRequest;
import io.aramaki.monitoring.v1.ListSeriesResponse;
import io.aramaki.monitoring.v1.MetricMetadata;
import io.aramaki.monitoring.v1.QueriedSeries;
import io.aramaki.monitoring.v1.SelectSeriesRequest;
import io.aramaki.monitoring.v1.SelectSeriesRequest.Want;
import io.aramaki.monitoring.v1.SelectSeriesResponse;
import io.grpc.Channel;
import io.grpc.Context;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/// Lists what series there are, over all instances.
public final class CatalogCalls {
  /// The most that a list has.
  static final int LIMIT_MAX = 100_000;

  /// What an entry of a list costs beside its texts.
  private static final int ENTRY_BYTES = 16;

  private final QueryParts parts;
  private final Peers peers;
  private final RequestNames names;

  public CatalogCalls(QueryParts parts, Peers peers, RequestNames names) {
    this.parts = parts;
    this.peers = peers;
    this.names = names;
  }

  /// A list as it is answered.
  private record Listed<T>(List<T> entries, boolean truncated, List<String> unavailable) {}

  /// How one kind of list is made.
  ///
  /// @param want what other instances are asked for
  /// @param label whose values are wanted, empty if none
  /// @param here what this instance has
  /// @param there reads what others have
  /// @param bytes what an entry costs
  private record Kind<T extends Comparable<? super T>>(
      Want want,
      String label,
      BiFunction<Scope, Budget, SortedSet<T>> here,
      Function<SelectSeriesResponse, Collection<T>> there,
      ToIntFunction<T> bytes) {}

  /// Lists series.
  public ListSeriesResponse series(ListSeriesRequest request, Caller caller) {
    if (request.getSelectorsCount() == 0) {
      throw QueryException.badData("no match[] parameter provided");
    }
    var kind =
        new Kind<Labels>(
            Want.SERIES,
            "",
            parts.catalog()::series,
            piece ->
                piece.getSeriesList().stream().map(one -> Labels.of(one.getLabelsMap())).toList(),
            labels -> message(labels).getSerializedSize());
    var listed =
        list(kind, request.getParent(), request.getSelectorsList(), request.getLimit(), caller);
    return ListSeriesResponse.newBuilder()
        .addAllSeries(listed.entries().stream().map(CatalogCalls::message).toList())
        .setTruncated(listed.truncated())
        .addAllUnavailableInstances(listed.unavailable())
        .build();
  }

  private static QueriedSeries message(Labels labels) {
    return QueriedSeries.newBuilder().putAllLabels(labels.asMap()).build();
  }

  /// Lists names of labels.
  public ListLabelNamesResponse labelNames(ListLabelNamesRequest request, Caller caller) {
    var kind = texts(Want.LABEL_NAMES, "", parts.catalog()::labelNames);
    var listed =
        list(kind, request.getParent(), request.getSelectorsList(), request.getLimit(), caller);
    return ListLabelNamesResponse.newBuilder()
        .addAllNames(listed.entries())
        .setTruncated(listed.truncated())
        .addAllUnavailableInstances(listed.unavailable())
        .build();
  }

  /// Lists the values of a label.
  public ListLabelValuesResponse labelValues(ListLabelValuesRequest request, Caller caller) {
    String label = request.getLabel();
    var kind =
        texts(
            Want.LABEL_VALUES,
            label,
            (scope, budget) -> parts.catalog().labelValues(label, scope, budget));
    var listed =
        list(kind, request.getParent(), request.getSelectorsList(), request.getLimit(), caller);
    return ListLabelValuesResponse.newBuilder()
        .addAllValues(listed.entries())
        .setTruncated(listed.truncated())
        .addAllUnavailableInstances(listed.unavailable())
        .build();
  }

  private static Kind<String> texts(
      Want want, String label, BiFunction<Scope, Budget, SortedSet<String>> here) {
    return new Kind<>(
        want, label, here, SelectSeriesResponse::getTextsList, text -> 3 * text.length());
  }

  /// Lists metrics.
  public ListMetricMetadataResponse metadata(ListMetricMetadataRequest request, Caller caller) {
    var kind =
        new Kind<Metadata>(
            Want.METADATA,
            "",
            parts.catalog()::metadata,
            piece ->
                piece.getMetricsList().stream()
                    .map(one -> new Metadata(one.getMetric(), one.getUnit()))
                    .toList(),
            one -> 3 * (one.metric().length() + one.unit().length()));
    List<List<Matcher>> selectors =
        request.getMetric().isEmpty()
            ? List.of()
            : List.of(
                List.of(
                    Matcher.of(
                        Labels.NAME,
                        Matcher.Op.EQUAL,
                        request.getMetric(),
                        QueryParts.LIMITS.regexSize())));
    var listed = list(kind, request.getParent(), () -> selectors, request.getLimit(), caller);
    return ListMetricMetadataResponse.newBuilder()
        .addAllMetrics(
            listed.entries().stream()
                .map(one ->
                    MetricMetadata.newBuilder().setMetric(one.metric()).setUnit(one.unit()).build())
                .toList())
        .setTruncated(listed.truncated())
        .addAllUnavailableInstances(listed.unavailable())
        .build();
  }

  private <T extends Comparable<? super T>> Listed<T> list(
      Kind<T> kind, String parent, List<String> selectors, int limit, Caller caller) {
    return list(kind, parent, () -> Scopes.selectors(selectors), limit, caller);
  }

  private <T extends Comparable<? super T>> Listed<T> list(
      Kind<T> kind,
      String parent,
      Supplier<List<List<Matcher>>> selectors,
      int limit,
      Caller caller) {
    var _ = names.organisation("parent", parent);
    if (limit < 0) {
      throw new InvalidArgument("limit was " + limit + "; expected 0 or more");
    }
    var scope = new Scope(selectors.get(), Scopes.visibility(caller));
    BooleanSupplier gone = Context.current()::isCancelled;
    SortedSet<T> all =
        parts
            .runner()
            .run(
                QueryParts.LIMITS.time(),
                gone,
                left -> kind.here().apply(scope, parts.budget(left.get(), gone)));
    var others = peers.ask(channel -> ask(channel, kind, scope));
    for (Answer<T> answer : others.answers()) {
      if (answer.refusal().isPresent()) {
        throw answer.refusal().get();
      }
      all.addAll(answer.entries());
    }
    return cut(
        all, kind, limit == 0 ? LIMIT_MAX : Math.min(limit, LIMIT_MAX), others.unavailable());
  }

  private static <T extends Comparable<? super T>> Listed<T> cut(
      SortedSet<T> all, Kind<T> kind, int limit, List<String> unavailable) {
    var entries = new ArrayList<T>();
    long bytes = 0;
    for (T entry : all) {
      bytes += ENTRY_BYTES + kind.bytes().applyAsInt(entry);
      if (entries.size() == limit || bytes > Results.BYTES_MAX) {
        return new Listed<>(entries, true, unavailable);
      }
      entries.add(entry);
    }
    return new Listed<>(entries, false, unavailable);
  }

  /// What another instance has, or why it refuses.
  private record Answer<T>(SortedSet<T> entries, Optional<QueryException> refusal) {}

  private static <T extends Comparable<? super T>> Answer<T> ask(
      Channel channel, Kind<T> kind, Scope scope) {
    var request = SelectSeriesRequest.newBuilder().setWant(kind.want()).setLabel(kind.label());
    Scopes.write(scope, request);
    var all = new TreeSet<T>();
    try (var pieces = new PeerSeries.Pieces(channel, request.build(), QueryParts.LIMITS.time())) {
      for (var piece = pieces.next(); piece.isPresent(); piece = pieces.next()) {
        all.addAll(kind.there().apply(piece.get()));
      }
      return new Answer<>(all, Optional.empty());
    } catch (QueryException e) {
      return new Answer<>(new TreeSet<>(), Optional.of(e));
    } catch (Gone e) {
      throw new IllegalStateException("the other instance does not answer", e);
    }
  }
}
