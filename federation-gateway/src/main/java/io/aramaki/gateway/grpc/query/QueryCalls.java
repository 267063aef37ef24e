package io.aramaki.gateway.grpc.query;

import io.aramaki.gateway.domain.query.Parameters;
import io.aramaki.gateway.domain.query.QueryRefused;
import io.aramaki.gateway.grpc.call.Credential;
import io.aramaki.gateway.grpc.call.InternalTokens;
import io.aramaki.gateway.grpc.call.PersonCalls;
import io.aramaki.monitoring.v1.ListLabelNamesRequest;
import io.aramaki.monitoring.v1.ListLabelValuesRequest;
import io.aramaki.monitoring.v1.ListMetricMetadataRequest;
import io.aramaki.monitoring.v1.ListMetricMetadataResponse;
import io.aramaki.monitoring.v1.ListSeriesRequest;
import io.aramaki.monitoring.v1.QueryInstantRequest;
import io.aramaki.monitoring.v1.QueryRangeRequest;
import io.aramaki.monitoring.v1.QueryServiceGrpc;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Asks monitoring what the Prometheus HTTP API is asked.
public final class QueryCalls {
  /// How long a query may take that says nothing; monitoring lets none take longer.
  static final Duration TIME_MAX = Duration.ofMinutes(2);

  /// What a call may take beside the query, so that monitoring's own words arrive.
  static final Duration MARGIN = Duration.ofSeconds(5);

  private final PersonCalls calls;
  private final InternalTokens tokens;
  private final String org;
  private final InstantSource clock;

  /// @param org `orgs/{org}`, ours
  public QueryCalls(PersonCalls calls, InternalTokens tokens, String org, InstantSource clock) {
    this.calls = calls;
    this.tokens = tokens;
    this.org = org;
    this.clock = clock;
  }

  /// Refuses a credential that is not good.
  public void require(Credential who) {
    try {
      var _ = tokens.forCall(who, QueryServiceGrpc.getQueryInstantMethod());
    } catch (StatusRuntimeException e) {
      throw QueryErrors.of(e);
    }
  }

  /// `query`.
  public PromAnswer instant(Credential who, Parameters parameters) {
    Optional<Long> timeout = parameters.timeout();
    var request =
        QueryInstantRequest.newBuilder()
            .setParent(org)
            .setTimeMs(parameters.time("time", clock.millis()))
            .setQuery(parameters.text("query"))
            .setTimeoutMs(timeout.orElse(0L))
            .build();
    try {
      return PromJson.instant(
          call(who, QueryServiceGrpc.getQueryInstantMethod(), request, timeout));
    } catch (QueryRefused e) {
      throw named("query", e);
    }
  }

  /// `query_range`.
  public PromAnswer range(Credential who, Parameters parameters) {
    long start = parameters.time("start");
    long end = parameters.end(start);
    long step = parameters.step();
    Optional<Long> timeout = parameters.timeout();
    var request =
        QueryRangeRequest.newBuilder()
            .setParent(org)
            .setStartMs(start)
            .setEndMs(end)
            .setStepMs(step)
            .setQuery(parameters.text("query"))
            .setTimeoutMs(timeout.orElse(0L))
            .build();
    return PromJson.range(call(who, QueryServiceGrpc.getQueryRangeMethod(), request, timeout));
  }

  /// `series`.
  public PromAnswer series(Credential who, Parameters parameters) {
    List<String> selectors = parameters.selectors();
    if (selectors.isEmpty()) {
      throw QueryRefused.badData("no match[] parameter provided");
    }
    checkTimes(parameters);
    var request =
        ListSeriesRequest.newBuilder()
            .setParent(org)
            .addAllSelectors(selectors)
            .setLimit(limit(parameters))
            .build();
    try {
      return PromJson.series(
          call(who, QueryServiceGrpc.getListSeriesMethod(), request, Optional.empty()));
    } catch (QueryRefused e) {
      throw named("match[]", e);
    }
  }

  /// `labels`.
  public PromAnswer labelNames(Credential who, Parameters parameters) {
    checkTimes(parameters);
    var request =
        ListLabelNamesRequest.newBuilder()
            .setParent(org)
            .addAllSelectors(parameters.selectors())
            .setLimit(limit(parameters))
            .build();
    var answer = call(who, QueryServiceGrpc.getListLabelNamesMethod(), request, Optional.empty());
    return PromJson.texts(
        answer.getNamesList(), answer.getUnavailableInstancesList(), answer.getTruncated());
  }

  /// `label/<name>/values`.
  public PromAnswer labelValues(Credential who, String label, Parameters parameters) {
    var request =
        ListLabelValuesRequest.newBuilder()
            .setParent(org)
            .setLabel(Parameters.label(label))
            .addAllSelectors(parameters.selectors())
            .setLimit(limit(parameters))
            .build();
    checkTimes(parameters);
    var answer = call(who, QueryServiceGrpc.getListLabelValuesMethod(), request, Optional.empty());
    return PromJson.texts(
        answer.getValuesList(), answer.getUnavailableInstancesList(), answer.getTruncated());
  }

  /// `metadata`.
  public PromAnswer metadata(Credential who, Parameters parameters) {
    int limit = parameters.limit(wanted -> wanted < 0).orElse(Integer.MAX_VALUE);
    if (limit == 0) {
      return PromJson.metadata(ListMetricMetadataResponse.getDefaultInstance());
    }
    var request =
        ListMetricMetadataRequest.newBuilder()
            .setParent(org)
            .setMetric(parameters.text("metric"))
            .setLimit(limit)
            .build();
    var answer =
        call(who, QueryServiceGrpc.getListMetricMetadataMethod(), request, Optional.empty());
    // Prometheus says nothing about what a limit of this list leaves out.
    return PromJson.metadata(
        limit == Integer.MAX_VALUE ? answer : answer.toBuilder().setTruncated(false).build());
  }

  /// Times of lists are read, though what is listed is what there is now.
  private void checkTimes(Parameters parameters) {
    var _ = parameters.time("start", 0);
    var _ = parameters.time("end", 0);
  }

  private static int limit(Parameters parameters) {
    int limit = parameters.limit(wanted -> wanted == 0).orElse(0);
    if (limit < 0) {
      throw QueryRefused.badData("limit must be non-negative");
    }
    return limit;
  }

  /// Prometheus names the parameter in some of its answers and not in others.
  private static QueryRefused named(String parameter, QueryRefused e) {
    return e.type() == QueryRefused.Type.BAD_DATA ? QueryRefused.parameter(parameter, e.text()) : e;
  }

  private <Q, R> R call(
      Credential who, MethodDescriptor<Q, R> rpc, Q request, Optional<Long> timeoutMs) {
    Duration time =
        timeoutMs
            .filter(millis -> millis < TIME_MAX.toMillis())
            .map(Duration::ofMillis)
            .orElse(TIME_MAX);
    try {
      return calls.call(who, rpc, request, time.plus(MARGIN));
    } catch (StatusRuntimeException e) {
      throw QueryErrors.of(e);
    }
  }
}
