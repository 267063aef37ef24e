package io.aramaki.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import io.aramaki.gateway.testing.GatewayFixture;
import io.aramaki.kit.app.Environment;
import io.aramaki.kit.grpc.error.Errors;
import io.aramaki.monitoring.v1.ListLabelNamesResponse;
import io.aramaki.monitoring.v1.ListLabelValuesRequest;
import io.aramaki.monitoring.v1.ListLabelValuesResponse;
import io.aramaki.monitoring.v1.ListMetricMetadataResponse;
import io.aramaki.monitoring.v1.ListSeriesRequest;
import io.aramaki.monitoring.v1.ListSeriesResponse;
import io.aramaki.monitoring.v1.MetricMetadata;
import io.aramaki.monitoring.v1.QueriedSeries;
import io.aramaki.monitoring.v1.QueryInstantRequest;
import io.aramaki.monitoring.v1.QueryInstantResponse;
import io.aramaki.monitoring.v1.QueryRangeRequest;
import io.aramaki.monitoring.v1.QueryRangeResponse;
import io.aramaki.type.v1.Role;
import io.grpc.Status;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The Prometheus HTTP API at a running gateway: every status, what monitoring is asked, and the
/// very text of answers. The texts are what a Prometheus 2.42 answered to the same.
@SuppressWarnings("NullAway.Init") // set before the first test
final class QueryDoorTest {
  private static final String SERVICE = "io.aramaki.monitoring.v1.QueryService/";
  private static final String INSTANT = SERVICE + "QueryInstant";
  private static final String RANGE = SERVICE + "QueryRange";
  private static final String SERIES = SERVICE + "ListSeries";
  private static final String NAMES = SERVICE + "ListLabelNames";
  private static final String VALUES = SERVICE + "ListLabelValues";
  private static final String METADATA = SERVICE + "ListMetricMetadata";

  @TempDir private static Path directory;
  private static GatewayFixture gateway;

  @BeforeAll
  static void start() {
    gateway = new GatewayFixture(directory, Environment.system());
    gateway
        .people()
        .apiToken("of-viewer", "viewer")
        .grant("viewer", Role.VIEWER)
        .apiToken("of-writer", "writer")
        .grant("writer", Role.WRITER)
        .apiToken("of-nobody", "nobody");
  }

  @AfterAll
  static void close() {
    gateway.close();
  }

  @BeforeEach
  void reset() {
    gateway.script().answer(INSTANT, scalar(1, 1)).forgetCalls();
    gateway.script().answer(RANGE, QueryRangeResponse.getDefaultInstance());
  }

  private static Message scalar(long time, double value) {
    return QueryInstantResponse.newBuilder()
        .setType(QueryInstantResponse.Type.SCALAR)
        .addSeries(QueriedSeries.newBuilder().addTimesMs(time).addValues(value))
        .build();
  }

  private static QueriedSeries.Builder sample(long time, double value) {
    return QueriedSeries.newBuilder().addTimesMs(time).addValues(value);
  }

  private static HttpResponse<String> get(String token, String path) throws Exception {
    return gateway.send(
        gateway.request("/api/v1/" + path).header("Authorization", "Bearer " + token).GET());
  }

  private static String body(String path) throws Exception {
    var answer = get("of-viewer", path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
    return answer.body();
  }

  private static void assertError(String path, int status, String type, String error)
      throws Exception {
    var answer = get("of-viewer", path);
    assertThat(answer.body())
        .isEqualTo(
            "{\"status\":\"error\",\"errorType\":\""
                + type
                + "\",\"error\":\""
                + error.replace("\"", "\\\"")
                + "\"}");
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
  }

  private static <Q> Q asked(String rpc, Class<Q> type) {
    return type.cast(gateway.script().calls(rpc).getLast().request());
  }

  @Test
  void whoShowsNoGoodToken_orMayNotRead_isRefused() throws Exception {
    var none = gateway.send(gateway.request("/api/v1/query?query=1").GET());

    assertThat(none.statusCode()).isEqualTo(401);
    assertThat(none.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
    assertThat(none.body()).contains("\"status\":\"error\",\"errorType\":\"unauthorized\"");
    assertThat(get("unknown", "query").statusCode()).isEqualTo(401);
    assertThat(get("unknown", "status/buildinfo").statusCode()).isEqualTo(401);
    assertThat(get("of-writer", "query?query=1").statusCode()).isEqualTo(403);
    assertThat(get("of-nobody", "labels").statusCode()).isEqualTo(403);
    assertThat(gateway.script().calls(INSTANT)).isEmpty();
  }

  @Test
  void passwordIsAToken_andFormsAreTakenBeforeTheQuery() throws Exception {
    // Given
    String basic =
        Base64.getEncoder().encodeToString("any:of-viewer".getBytes(StandardCharsets.UTF_8));

    // When
    var answer =
        gateway.send(
            gateway
                .request("/api/v1/query?query=2&time=1")
                .header("Authorization", "Basic " + basic)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("query=up%7Ba%3D%22b%22%7D&timeout=30s")));

    // Then
    assertThat(answer.statusCode()).isEqualTo(200);
    var request = asked(INSTANT, QueryInstantRequest.class);
    assertThat(request.getParent()).isEqualTo(gateway.orgName());
    assertThat(request.getQuery()).isEqualTo("up{a=\"b\"}");
    assertThat(request.getTimeMs()).isEqualTo(1000);
    assertThat(request.getTimeoutMs()).isEqualTo(30_000);
  }

  @Test
  void instantAnswers_areWrittenAsPrometheusDoes() throws Exception {
    gateway.script().answer(INSTANT, scalar(1_435_781_451_100L, 1e-7));
    assertThat(body("query?query=x"))
        .isEqualTo(
            "{\"status\":\"success\",\"data\":{\"resultType\":\"scalar\",\"result\":[1435781451.1,\"0.0000001\"]}}");
    gateway
        .script()
        .answer(
            INSTANT,
            QueryInstantResponse.newBuilder()
                .setType(QueryInstantResponse.Type.TEXT)
                .setText("a<b")
                .addSeries(QueriedSeries.newBuilder().addTimesMs(5000))
                .build());
    assertThat(body("query?query=x"))
        .isEqualTo(
            "{\"status\":\"success\",\"data\":{\"resultType\":\"string\",\"result\":[5,\"a\\u003cb\"]}}");
    gateway
        .script()
        .answer(
            INSTANT,
            QueryInstantResponse.newBuilder()
                .setType(QueryInstantResponse.Type.VECTOR)
                .addSeries(sample(1_435_781_451_100L, 1e-7))
                .addSeries(
                    sample(-5250, Double.NaN).putLabels("job", "a\"b").putLabels("__name__", "up"))
                .build());
    assertThat(body("query?query=x"))
        .isEqualTo(
            "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":["
                + "{\"metric\":{},\"value\":[1435781451.100,\"1e-07\"]},"
                + "{\"metric\":{\"__name__\":\"up\",\"job\":\"a\\\"b\"},\"value\":[-5.250,\"NaN\"]}]}}");
  }

  @Test
  void rangeAnswers_areWrittenAsPrometheusDoes() throws Exception {
    // Given
    gateway
        .script()
        .answer(
            RANGE,
            QueryRangeResponse.newBuilder()
                .addSeries(
                    QueriedSeries.newBuilder()
                        .addAllTimesMs(List.of(1500L, 1750L, 2000L))
                        .addAllValues(List.of(1.0, Double.POSITIVE_INFINITY, -0.0)))
                .addSeries(
                    QueriedSeries.newBuilder()
                        .setFirstMs(-1500)
                        .setStepMs(750)
                        .addAllValues(List.of(1.5, -20.05, 4.0)))
                .addUnavailableInstances("m2")
                .build());

    // When
    String body = body("query_range?query=x&start=1.5&end=1970-01-01T00:00:02Z&step=250ms");

    // Then
    assertThat(body)
        .isEqualTo(
            "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[{\"metric\":{},"
                + "\"values\":[[1.500,\"1\"],[1.750,\"+Inf\"],[2,\"-0\"]]},{\"metric\":{},"
                + "\"values\":[[-1.500,\"1.5\"],[-0.750,\"-20.05\"],[0,\"4\"]]}]},\"warnings\":["
                + "\"these instances of monitoring did not answer, their series are missing: m2\"]}");
    var request = asked(RANGE, QueryRangeRequest.class);
    assertThat(request.getStartMs()).isEqualTo(1500);
    assertThat(request.getEndMs()).isEqualTo(2000);
    assertThat(request.getStepMs()).isEqualTo(250);
    assertThat(request.getTimeoutMs()).isZero();
  }

  @Test
  void longAnswer_arrivesWhole() throws Exception {
    // Given
    var series = QueriedSeries.newBuilder();
    for (int i = 0; i < 20_000; i++) {
      series.addTimesMs(i * 1000L).addValues(i);
    }
    gateway.script().answer(RANGE, QueryRangeResponse.newBuilder().addSeries(series).build());

    // When
    var answer = get("of-viewer", "query_range?query=x&start=0&end=20000&step=2");

    // Then
    String body = answer.body();
    assertThat(answer.headers().firstValue("Content-Length")).isEmpty();
    assertThat(body).contains("[0,\"0\"],[1,\"1\"],").endsWith("[19999,\"19999\"]]}]}}");
    assertThat(body.chars().filter(c -> c == '[').count()).isEqualTo(20_002);
  }

  @Test
  void shortAnswer_hasItsLength() throws Exception {
    var answer = get("of-viewer", "status/buildinfo");

    assertThat(answer.headers().firstValue("Content-Length"))
        .hasValue(Integer.toString(answer.body().length()));
  }

  @Test
  void lists_areAskedAndWrittenAsPrometheusDoes() throws Exception {
    gateway
        .script()
        .answer(
            SERIES,
            ListSeriesResponse.newBuilder()
                .addSeries(
                    QueriedSeries.newBuilder().putLabels("job", "a").putLabels("__name__", "up"))
                .setTruncated(true)
                .build())
        .answer(
            NAMES, ListLabelNamesResponse.newBuilder().addNames("__name__").addNames("job").build())
        .answer(VALUES, ListLabelValuesResponse.newBuilder().addValues("a").build())
        .answer(
            METADATA,
            ListMetricMetadataResponse.newBuilder()
                .addMetrics(MetricMetadata.newBuilder().setMetric("heat").setUnit("celsius"))
                .addMetrics(MetricMetadata.newBuilder().setMetric("heat").setUnit("kelvin"))
                .addMetrics(MetricMetadata.newBuilder().setMetric("up"))
                .build());

    assertThat(body("series?match%5B%5D=up&match%5B%5D=go_info&limit=1&start=1&end=2"))
        .isEqualTo(
            "{\"status\":\"success\",\"data\":[{\"__name__\":\"up\",\"job\":\"a\"}],\"warnings\":["
                + "\"results truncated due to limit\"]}");
    var request = asked(SERIES, ListSeriesRequest.class);
    assertThat(request.getSelectorsList()).containsExactly("up", "go_info");
    assertThat(request.getLimit()).isEqualTo(1);
    assertThat(body("labels"))
        .isEqualTo("{\"status\":\"success\",\"data\":[\"__name__\",\"job\"]}");
    assertThat(body("label/__name__/values"))
        .isEqualTo("{\"status\":\"success\",\"data\":[\"a\"]}");
    assertThat(asked(VALUES, ListLabelValuesRequest.class).getLabel()).isEqualTo("__name__");
    assertThat(body("metadata"))
        .isEqualTo(
            "{\"status\":\"success\",\"data\":{\"heat\":["
                + "{\"type\":\"unknown\",\"help\":\"\",\"unit\":\"celsius\"},"
                + "{\"type\":\"unknown\",\"help\":\"\",\"unit\":\"kelvin\"}],"
                + "\"up\":[{\"type\":\"unknown\",\"help\":\"\",\"unit\":\"\"}]}}");
    assertThat(body("metadata?limit=0")).isEqualTo("{\"status\":\"success\",\"data\":{}}");
    assertThat(body("status/buildinfo")).contains("\"version\":\"2.42.0\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "query?query=1&time=x | invalid parameter \"time\": Invalid time value for 'time': cannot parse \"x\" to a valid timestamp",
        "query?query=1&time=2015-07-01 | invalid parameter \"time\": Invalid time value for 'time': cannot parse \"2015-07-01\" to a valid timestamp",
        "query?query=1&timeout=x | invalid parameter \"timeout\": cannot parse \"x\" to a valid duration",
        "query?query=1&timeout=1ns | invalid parameter \"timeout\": cannot parse \"1ns\" to a valid duration",
        "query?query=1&timeout=1e300 | invalid parameter \"timeout\": cannot parse \"1e300\" to a valid duration. It overflows int64",
        "query_range | invalid parameter \"start\": cannot parse \"\" to a valid timestamp",
        "query_range?query=1&start=1&end=0&step=1 | invalid parameter \"end\": end timestamp must not be before start time",
        "query_range?query=1&start=1&end=2&step=0 | invalid parameter \"step\": zero or negative query resolution step widths are not accepted. Try a positive integer",
        "query_range?query=1&start=1&end=2&step=-1m | invalid parameter \"step\": cannot parse \"-1m\" to a valid duration",
        "query_range?query=1&start=1&end=2&step=30s1m | invalid parameter \"step\": cannot parse \"30s1m\" to a valid duration",
        "query_range?query=1&start=1&end=2&step=1&timeout=x | invalid parameter \"timeout\": cannot parse \"x\" to a valid duration",
        "series | no match[] parameter provided",
        "series?match%5B%5D=up&start=x | invalid parameter \"start\": Invalid time value for 'start': cannot parse \"x\" to a valid timestamp",
        "labels?limit=x | limit must be a number",
        "metadata?limit=x | limit must be a number",
        "label/a-b/values | invalid label name: \"a-b\""
      })
  void parameterThatIsWrong_isRefusedAsPrometheusDoes(String path, String error) throws Exception {
    assertError(path, 400, "bad_data", error);
    assertThat(gateway.script().calls(INSTANT)).isEmpty();
    assertThat(gateway.script().calls(RANGE)).isEmpty();
  }

  @Test
  void whatMonitoringRefuses_isSaidInTheWordsOfPrometheus() throws Exception {
    failing(Errors.of(Status.Code.INVALID_ARGUMENT, "QUERY_INVALID", "1:3: parse error: end"));
    assertError(
        "query?query=1", 400, "bad_data", "invalid parameter \"query\": 1:3: parse error: end");
    assertError(
        "query_range?query=1&start=0&end=1&step=1", 400, "bad_data", "1:3: parse error: end");
    assertError(
        "series?match%5B%5D=1",
        400, "bad_data", "invalid parameter \"match[]\": 1:3: parse error: end");
    assertError("labels?match%5B%5D=1", 400, "bad_data", "1:3: parse error: end");
    failing(Errors.of(Status.Code.FAILED_PRECONDITION, "QUERY_FAILED", "many-to-many"));
    assertError("query?query=1", 422, "execution", "many-to-many");
    failing(Errors.of(Status.Code.DEADLINE_EXCEEDED, "QUERY_TIMEOUT", "query timed out"));
    assertError("query?query=1", 503, "timeout", "query timed out");
    failing(Errors.of(Status.Code.CANCELLED, "QUERY_CANCELED", "query was canceled"));
    assertError("query?query=1", 499, "canceled", "query was canceled");
    failing(Errors.exhausted("QUERIES_FULL", "too many concurrent queries", Duration.ofSeconds(1)));
    assertError("query?query=1", 503, "unavailable", "too many concurrent queries");
    assertThat(get("of-viewer", "query?query=1").headers().firstValue("Retry-After")).isPresent();
    failing(Errors.exhausted("RATE_LIMITED", "slower", Duration.ofSeconds(1)));
    assertError("query?query=1", 429, "unavailable", "slower");
    failing(new IllegalStateException("a bug"));
    assertError("query?query=1", 500, "internal", "something broke here; it was logged");
  }

  private static void failing(RuntimeException failure) {
    for (String rpc : List.of(INSTANT, RANGE, SERIES, NAMES)) {
      gateway.script().fail(rpc, failure);
    }
  }

  @Test
  void otherPathsAndVerbs_areRefused() throws Exception {
    assertThat(get("of-viewer", "nix").statusCode()).isEqualTo(404);
    var put =
        gateway.send(
            gateway
                .request("/api/v1/query")
                .header("Authorization", "Bearer of-viewer")
                .PUT(BodyPublishers.ofString("query=1")));
    assertThat(put.statusCode()).isEqualTo(405);
    assertThat(put.headers().firstValue("Allow")).hasValue("GET, POST");
  }
}
