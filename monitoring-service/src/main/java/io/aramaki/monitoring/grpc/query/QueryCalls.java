package io.aramaki.monitoring.grpc.query;

import io.aramaki.kit.grpc.RequestNames;
import io.aramaki.kit.grpc.access.Caller;
import io.aramaki.monitoring.domain.MonitoringException.InvalidArgument;
import io.aramaki.monitoring.domain.promql.PromqlEngine;
import io.aramaki.monitoring.domain.promql.eval.Settings;
import io.aramaki.monitoring.domain.promql.value.QueryResult;
import io.aramaki.monitoring.domain.query.MergedSeries;
import io.aramaki.monitoring.domain.query.Visibility;
import io.aramaki.monitoring.grpc.outbound.Peers;
import io.aramaki.monitoring.v1.QueryInstantRequest;
import io.aramaki.monitoring.v1.QueryInstantResponse;
import io.aramaki.monitoring.v1.QueryRangeRequest;
import io.aramaki.monitoring.v1.QueryRangeResponse;
import io.grpc.Context;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/// Evaluates PromQL over the series of all instances.
public final class QueryCalls {
  private final QueryParts parts;
  private final Peers peers;
  private final RequestNames names;

  public QueryCalls(QueryParts parts, Peers peers, RequestNames names) {
    this.parts = parts;
    this.peers = peers;
    this.names = names;
  }

  /// What an evaluation yields.
  private record Outcome<T>(T result, List<String> unavailable) {}

  /// Evaluates at one time.
  public QueryInstantResponse instant(QueryInstantRequest request, Caller caller) {
    var _ = names.organisation("parent", request.getParent());
    BooleanSupplier gone = Context.current()::isCancelled;
    var outcome =
        evaluate(
            request.getTimeoutMs(),
            caller,
            gone,
            engine ->
                Results.instant(engine.instant(request.getQuery(), request.getTimeMs(), gone)));
    return outcome.result().addAllUnavailableInstances(outcome.unavailable()).build();
  }

  /// Evaluates at each step.
  public QueryRangeResponse range(QueryRangeRequest request, Caller caller) {
    var _ = names.organisation("parent", request.getParent());
    BooleanSupplier gone = Context.current()::isCancelled;
    var outcome =
        evaluate(
            request.getTimeoutMs(),
            caller,
            gone,
            engine -> {
              QueryResult.Matrix matrix =
                  engine.range(
                      request.getQuery(),
                      request.getStartMs(),
                      request.getEndMs(),
                      request.getStepMs(),
                      gone);
              return Results.series(matrix);
            });
    return QueryRangeResponse.newBuilder()
        .addAllSeries(outcome.result())
        .addAllUnavailableInstances(outcome.unavailable())
        .build();
  }

  private <T> Outcome<T> evaluate(
      long timeoutMs, Caller caller, BooleanSupplier gone, Function<PromqlEngine, T> question) {
    if (timeoutMs < 0) {
      throw new InvalidArgument("timeout_ms was " + timeoutMs + "; expected 0 or more");
    }
    Visibility visibility = Scopes.visibility(caller);
    Context context = Context.current();
    return parts
        .runner()
        .run(
            QueryParts.time(timeoutMs),
            gone,
            left -> {
              Context before = context.attach();
              try {
                var series =
                    new MergedSeries(
                        parts.series().seenBy(visibility),
                        PeerSeries.of(peers.connected()),
                        visibility,
                        left::get);
                var settings =
                    new Settings(
                        parts.within(left.get()),
                        Settings.DEFAULT.lookback(),
                        Settings.DEFAULT.subqueryStep());
                T result = question.apply(new PromqlEngine(series, settings, parts.nanoTime()));
                return new Outcome<>(result, series.unavailable());
              } finally {
                context.detach(before);
              }
            });
  }
}
