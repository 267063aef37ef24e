package io.aramaki.monitoring.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.tuple;

import com.google.protobuf.ByteString;
import io.aramaki.kit.cassandra.CassandraConfig;
import io.aramaki.kit.codec.batch.BatchWriter;
import io.aramaki.kit.codec.batch.SeriesName;
import io.aramaki.kit.grpc.error.Errors;
import io.aramaki.kit.testing.CassandraExtension;
import io.aramaki.monitoring.domain.query.QueryRunner;
import io.aramaki.monitoring.v1.ListLabelNamesRequest;
import io.aramaki.monitoring.v1.ListLabelValuesRequest;
import io.aramaki.monitoring.v1.ListMetricMetadataRequest;
import io.aramaki.monitoring.v1.ListSeriesRequest;
import io.aramaki.monitoring.v1.MetricMetadata;
import io.aramaki.monitoring.v1.QueriedSeries;
import io.aramaki.monitoring.v1.QueryInstantRequest;
import io.aramaki.monitoring.v1.QueryInstantResponse;
import io.aramaki.monitoring.v1.QueryRangeRequest;
import io.aramaki.monitoring.v1.QueryServiceGrpc;
import io.aramaki.monitoring.v1.QueryServiceGrpc.QueryServiceBlockingStub;
import io.aramaki.monitoring.v1.WriteSamplesRequest;
import io.aramaki.monitoring.v1.WriteServiceGrpc;
import io.aramaki.type.v1.Right;
import io.aramaki.type.v1.Role;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// PromQL over what was written, at a whole instance on a real Cassandra: values, lists, who sees
/// what, limits and refusals.
@ExtendWith(CassandraExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // the fields are set before the first test
final class QueryTest {
  private static final String QUERY = "io.aramaki.monitoring.v1.QueryService/";
  private static final int SAMPLES = 60;

  /// Series of which an answer is too long.
  private static final int MANY = 400;

  private World world;
  private MonitoringApp app;
  private Client client;
  private long end;

  @BeforeAll
  void start(CassandraConfig cassandra, @TempDir Path directory) throws Exception {
    world = new World(directory, cassandra);
    app = world.start("m1");
    client = new Client(world, app);
    end = System.currentTimeMillis() / 1000 * 1000;
    grant("admin", Right.newBuilder().setRole(Role.ADMIN).setOrganisationWide(true));
    grant("ada", Right.newBuilder().setRole(Role.VIEWER).addSystems(world.system("north")));
    grant("ben", Right.newBuilder().setRole(Role.VIEWER).addSystems(world.system("south")));
    grant("writer", Right.newBuilder().setRole(Role.WRITER).setOrganisationWide(true));
    write("north", List.of("a", "b"), "requests_total", "");
    write("south", List.of("c"), "requests_total", "");
    write("south", List.of("c"), "heat", "celsius");
    write("many", IntStream.range(0, MANY).mapToObj(i -> "j" + i).toList(), "m", "");
    Until.until(
        "all series are known",
        () -> listed("admin", "{__name__=~\".+\"}").size(),
        size -> size == 4 + MANY);
  }

  @AfterAll
  void stop() {
    client.close();
    app.close();
    world.close();
  }

  private void grant(String user, Right.Builder right) {
    world.inventory.rights.put(world.org + "/users/" + user, List.of(right.build()));
  }

  /// Writes a sample each second of the last minute, whose value counts them.
  private void write(String system, List<String> jobs, String metric, String unit) {
    var names = new ArrayList<SeriesName>();
    jobs.forEach(
        job -> names.add(SeriesName.of(world.system(system), metric, Map.of("job", job), unit)));
    var writer = new BatchWriter(0, 0, names);
    var times = new long[SAMPLES];
    var values = new double[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      times[i] = end - (SAMPLES - 1 - i) * 1000L;
      values[i] = i + 1;
    }
    for (int i = 0; i < jobs.size(); i++) {
      writer.add(i, times, values, SAMPLES);
    }
    var _ =
        WriteServiceGrpc.newBlockingStub(
                world.asPerson(
                    client.channel, "admin", "io.aramaki.monitoring.v1.WriteService/WriteSamples"))
            .writeSamples(
                WriteSamplesRequest.newBuilder()
                    .setParent(world.system(system))
                    .setContent(ByteString.copyFrom(writer.content()))
                    .setSampleCount(SAMPLES * jobs.size())
                    .setSeriesCount(jobs.size())
                    .build());
  }

  private QueryServiceBlockingStub stub(String user, String method) {
    return QueryServiceGrpc.newBlockingStub(world.asPerson(client.channel, user, QUERY + method));
  }

  private QueryInstantResponse instant(String user, String query, long timeoutMs) {
    return stub(user, "QueryInstant")
        .queryInstant(
            QueryInstantRequest.newBuilder()
                .setParent(world.org)
                .setQuery(query)
                .setTimeMs(end)
                .setTimeoutMs(timeoutMs)
                .build());
  }

  private QueryInstantResponse instant(String user, String query) {
    return instant(user, query, 0);
  }

  private List<QueriedSeries> range(String query, long seconds, long stepMs) {
    return stub("admin", "QueryRange")
        .queryRange(
            QueryRangeRequest.newBuilder()
                .setParent(world.org)
                .setQuery(query)
                .setStartMs(end - seconds * 1000)
                .setEndMs(end)
                .setStepMs(stepMs)
                .build())
        .getSeriesList();
  }

  private List<Map<String, String>> listed(String user, String selector) {
    return stub(user, "ListSeries")
        .listSeries(
            ListSeriesRequest.newBuilder().setParent(world.org).addSelectors(selector).build())
        .getSeriesList()
        .stream()
        .map(QueriedSeries::getLabelsMap)
        .toList();
  }

  private static StatusRuntimeException refusal(Callable<?> call) {
    return catchThrowableOfType(StatusRuntimeException.class, call::call);
  }

  private static void assertRefused(Callable<?> call, Code code, String reason, String text) {
    var refusal = refusal(call);
    assertThat(refusal.getStatus().getCode()).isEqualTo(code);
    assertThat(Errors.infoOf(refusal).orElseThrow().getReason()).isEqualTo(reason);
    assertThat(refusal.getStatus().getDescription()).contains(text);
  }

  @Test
  void instantQuery_ofEachType_isAnswered() {
    // When
    var vector = instant("admin", "sum by (job) (requests_total)");
    var scalar = instant("admin", "1 + 1");
    var text = instant("admin", "\"a\"");
    var matrix = instant("admin", "requests_total{job=\"a\"}[3s]");

    // Then
    assertThat(vector.getType()).isEqualTo(QueryInstantResponse.Type.VECTOR);
    assertThat(vector.getSeriesList())
        .extracting(series -> series.getLabelsMap().get("job"), series -> series.getValues(0))
        .containsExactly(tuple("a", 60.0), tuple("b", 60.0), tuple("c", 60.0));
    assertThat(scalar.getType()).isEqualTo(QueryInstantResponse.Type.SCALAR);
    assertThat(scalar.getSeries(0).getValuesList()).containsExactly(2.0);
    assertThat(text.getType()).isEqualTo(QueryInstantResponse.Type.TEXT);
    assertThat(text.getText()).isEqualTo("a");
    assertThat(matrix.getType()).isEqualTo(QueryInstantResponse.Type.MATRIX);
    assertThat(matrix.getSeries(0).getValuesList()).contains(58.0, 59.0, 60.0);
    assertThat(matrix.getSeries(0).getLabelsMap())
        .isEqualTo(Map.of("__name__", "requests_total", "job", "a", "system", "north"));
    assertThat(vector.getUnavailableInstancesList()).isEmpty();
  }

  @Test
  void rangeQuery_isAnsweredAtEachStep() {
    // When
    var rates = range("sum(rate(requests_total[10s]))", 20, 5_000);

    // Then
    assertThat(rates).hasSize(1);
    assertThat(rates.getFirst().getFirstMs()).isEqualTo(end - 20_000);
    assertThat(rates.getFirst().getStepMs()).isEqualTo(5_000);
    assertThat(rates.getFirst().getTimesMsList()).isEmpty();
    assertThat(rates.getFirst().getValuesList()).hasSize(5);
    assertThat(rates.getFirst().getValuesList())
        .allSatisfy(rate -> assertThat(rate).isCloseTo(3, offset(1e-9)));
  }

  @Test
  void steps_areListedIfSomeHaveNoValue() {
    // When
    String second = "vector(time()) - " + end / 1000;
    var values = range(second + " != -15", 20, 5_000).getFirst();

    // Then
    assertThat(values.getTimesMsList())
        .containsExactly(end - 20_000, end - 10_000, end - 5_000, end);
    assertThat(values.getStepMs()).isZero();
    assertThat(values.getValuesCount()).isEqualTo(4);
  }

  @Test
  void lists_sayWhatThereIs() {
    // When
    var names =
        stub("admin", "ListLabelNames")
            .listLabelNames(ListLabelNamesRequest.newBuilder().setParent(world.org).build());
    var values =
        stub("admin", "ListLabelValues")
            .listLabelValues(
                ListLabelValuesRequest.newBuilder()
                    .setParent(world.org)
                    .setLabel("job")
                    .addSelectors("requests_total")
                    .addSelectors("heat")
                    .setLimit(2)
                    .build());
    var metadata =
        stub("admin", "ListMetricMetadata")
            .listMetricMetadata(
                ListMetricMetadataRequest.newBuilder().setParent(world.org).build());

    // Then
    assertThat(names.getNamesList()).containsExactly("__name__", "job", "system");
    assertThat(values.getValuesList()).containsExactly("a", "b");
    assertThat(values.getTruncated()).isTrue();
    assertThat(names.getTruncated()).isFalse();
    assertThat(metadata.getMetricsList())
        .extracting(MetricMetadata::getMetric, MetricMetadata::getUnit)
        .containsExactly(tuple("heat", "celsius"), tuple("m", ""), tuple("requests_total", ""));
    assertThat(listed("admin", "heat"))
        .containsExactly(Map.of("__name__", "heat", "job", "c", "system", "south"));
  }

  @Test
  void twoCallers_seeEachTheOwnSystemAndNothingOfTheOther() {
    assertThat(instant("ada", "sum(requests_total)").getSeries(0).getValuesList())
        .containsExactly(120.0);
    assertThat(instant("ben", "sum(requests_total)").getSeries(0).getValuesList())
        .containsExactly(60.0);
    assertThat(instant("ada", "sum(sum_over_time(requests_total[2m]))").getSeries(0).getValues(0))
        .isEqualTo(2 * 1830.0);
    assertThat(instant("ada", "heat").getSeriesList()).isEmpty();
    assertThat(instant("ada", "requests_total{system=\"south\"}").getSeriesList()).isEmpty();
    assertThat(listed("ada", "{job=~\".+\"}"))
        .extracting(labels -> labels.get("job"))
        .containsExactly("a", "b");
    assertThat(
            stub("ada", "ListLabelValues")
                .listLabelValues(
                    ListLabelValuesRequest.newBuilder()
                        .setParent(world.org)
                        .setLabel("system")
                        .build())
                .getValuesList())
        .containsExactly("north");
    assertThat(
            stub("ben", "ListMetricMetadata")
                .listMetricMetadata(
                    ListMetricMetadataRequest.newBuilder().setParent(world.org).build())
                .getMetricsList())
        .extracting(MetricMetadata::getMetric)
        .containsExactly("heat", "requests_total");
    assertThat(refusal(() -> instant("writer", "1")).getStatus().getCode())
        .isEqualTo(Code.PERMISSION_DENIED);
  }

  @Test
  void queryThatHasNoAnswer_isRefusedInTheWordsOfPrometheus() {
    assertRefused(
        () -> instant("admin", "1+"),
        Code.INVALID_ARGUMENT,
        "QUERY_INVALID",
        "1:3: parse error: unexpected end of input");
    assertRefused(
        () -> instant("admin", "requests_total + on() requests_total"),
        Code.FAILED_PRECONDITION,
        "QUERY_FAILED",
        "found duplicate series for the match group");
    assertRefused(
        () -> range("m", 20_000, 1),
        Code.INVALID_ARGUMENT,
        "QUERY_INVALID",
        "exceeded maximum resolution of 11,000 points per timeseries");
    assertRefused(
        () -> instant("admin", "1", -1), Code.INVALID_ARGUMENT, "INVALID_ARGUMENT", "timeout_ms");
    assertRefused(
        () -> listed("admin", "{job=~\".*\"}"),
        Code.INVALID_ARGUMENT,
        "QUERY_INVALID",
        "match[] must contain at least one non-empty matcher");
    assertThat(refusal(() -> instant("admin", "x".repeat(50_000) + "+")).getStatus().getCode())
        .isEqualTo(Code.INVALID_ARGUMENT);
  }

  /// Takes seconds if nothing ends it.
  private static String slow() {
    return "count(count_over_time((sum(m) * 1)[6000s:1ms]))";
  }

  @Test
  void queryThatTakesTooLong_isATimeout() {
    assertRefused(
        () -> instant("admin", slow(), 1), Code.DEADLINE_EXCEEDED, "QUERY_TIMEOUT", "timed out");
  }

  @Test
  void answerThatIsTooLong_isRefusedWithTheLimit() {
    assertRefused(
        () -> range("m @ end()", 10_900, 1_000),
        Code.FAILED_PRECONDITION,
        "QUERY_FAILED",
        "longer than 15728640 bytes");
  }

  /// Many seconds of one thread, with little memory: the calls beside it are to be answered.
  private static String endless() {
    return IntStream.range(0, 150)
        .mapToObj(i -> "sum_over_time(sum(m + " + i + ")[100s:10ms])")
        .collect(Collectors.joining(" + "));
  }

  @Test
  void moreQueriesThanMayWait_areRefused_andWhoGoesAwayMakesRoom() {
    // Given
    var request =
        QueryInstantRequest.newBuilder()
            .setParent(world.org)
            .setQuery(endless())
            .setTimeMs(end)
            .build();

    // When: each takes many seconds, so that the first that is done is one that was refused
    var asked =
        IntStream.range(0, QueryRunner.AT_ONCE_MAX + QueryRunner.WAITING_MAX + 1)
            .mapToObj(_ ->
                QueryServiceGrpc.newFutureStub(
                        world.asPerson(client.channel, "admin", QUERY + "QueryInstant"))
                    .queryInstant(request))
            .toList();
    var done =
        Until.until(
            "more than may wait are there",
            () -> asked.stream().filter(Future::isDone).toList(),
            found -> !found.isEmpty());
    asked.forEach(one -> one.cancel(true));

    // Then
    assertThat(done).hasSize(1);
    var refusal = (StatusRuntimeException) done.getFirst().exceptionNow();
    assertThat(Errors.infoOf(refusal).orElseThrow().getReason()).isEqualTo("QUERIES_FULL");
    assertThat(refusal.getStatus().getDescription())
        .contains("too many concurrent queries: 4", "64");
    assertThat(Errors.retryDelayOf(refusal)).isPresent();
    var answer = Until.until("there is room again", () -> instant("admin", "1"), _ -> true);
    assertThat(answer.getType()).isEqualTo(QueryInstantResponse.Type.SCALAR);
  }
}
