package io.aramaki.monitoring.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.datastax.oss.driver.api.core.CqlSession;
import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.aramaki.kit.cassandra.CassandraConfig;
import io.aramaki.kit.cassandra.embedded.Pause;
import io.aramaki.kit.codec.batch.BatchWriter;
import io.aramaki.kit.codec.batch.SeriesName;
import io.aramaki.kit.grpc.error.Errors;
import io.aramaki.kit.testing.CassandraExtension;
import io.aramaki.monitoring.v1.QueryServiceGrpc;
import io.aramaki.monitoring.v1.ReadSamplesRequest;
import io.aramaki.monitoring.v1.SampledSeries;
import io.aramaki.monitoring.v1.WriteSamplesRequest;
import io.aramaki.monitoring.v1.WriteServiceGrpc;
import io.aramaki.type.v1.Right;
import io.aramaki.type.v1.Role;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// What programs write, on a real Cassandra: refused, durable, read back.
@ExtendWith(CassandraExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // the fields are set before the first test
final class WriteTest {
  private static final String WRITE = "io.aramaki.monitoring.v1.WriteService/WriteSamples";
  private static final long STALE_MARKER = 0x7ff0000000000002L;

  private CqlSession session;
  private World world;
  private MonitoringApp app;
  private Client client;
  private long now;

  @BeforeAll
  void start(CassandraConfig cassandra, CqlSession cql, @TempDir Path directory) throws Exception {
    session = cql;
    world = new World(directory, cassandra);
    app = world.start("m1");
    client = new Client(world, app);
    now = Instant.now().toEpochMilli() - 10_000;
    grant("admin", Right.newBuilder().setRole(Role.ADMIN).setOrganisationWide(true));
    grant("writer", Right.newBuilder().setRole(Role.WRITER).addSystems(world.system("web")));
    grant("viewer", Right.newBuilder().setRole(Role.VIEWER).setOrganisationWide(true));
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

  private SeriesName series(String system, String metric) {
    return SeriesName.of(world.system(system), metric, Map.of("job", "j"), "");
  }

  /// A request with one sample of one series.
  private WriteSamplesRequest one(String system, String metric, long time, double value) {
    var writer = new BatchWriter(0, 0, List.of(series(system, metric)));
    writer.add(0, new long[] {time}, new double[] {value}, 1);
    return request(system, writer.content(), 1, 1);
  }

  private WriteSamplesRequest request(String system, byte[] content, int samples, int series) {
    return WriteSamplesRequest.newBuilder()
        .setParent(world.system(system))
        .setContent(ByteString.copyFrom(content))
        .setSampleCount(samples)
        .setSeriesCount(series)
        .build();
  }

  private void write(String user, WriteSamplesRequest request) {
    write(client, user, request);
  }

  private void write(Client at, String user, WriteSamplesRequest request) {
    var _ =
        WriteServiceGrpc.newBlockingStub(world.asPerson(at.channel, user, WRITE))
            .writeSamples(request);
  }

  private StatusRuntimeException refusal(String user, WriteSamplesRequest request) {
    return catchThrowableOfType(StatusRuntimeException.class, () -> write(user, request));
  }

  private void assertRefused(WriteSamplesRequest request, Code code, String reason, String text) {
    var refusal = refusal("admin", request);
    assertThat(refusal.getStatus().getCode()).isEqualTo(code);
    assertThat(Errors.infoOf(refusal).orElseThrow().getReason()).isEqualTo(reason);
    assertThat(refusal.getStatus().getDescription()).contains(text);
  }

  private List<SampledSeries> read(String system, String metric, Instant from, Instant to) {
    return QueryServiceGrpc.newBlockingStub(
            world.asPerson(
                client.channel, "admin", "io.aramaki.monitoring.v1.QueryService/ReadSamples"))
        .readSamples(
            ReadSamplesRequest.newBuilder()
                .setParent(world.system(system))
                .setMetric(metric)
                .setStartTime(Timestamp.newBuilder().setSeconds(from.getEpochSecond()))
                .setEndTime(Timestamp.newBuilder().setSeconds(to.getEpochSecond()))
                .build())
        .getSeriesList();
  }

  @Test
  void whoMayNotWrite_isRefused_andWriterMaySeeNothing() {
    // Given
    var web = one("web", "m", now, 1);

    // When / Then
    assertThat(refusal("viewer", web).getStatus().getCode()).isEqualTo(Code.PERMISSION_DENIED);
    assertThat(refusal("writer", one("db", "m", now, 1)).getStatus().getCode())
        .isEqualTo(Code.PERMISSION_DENIED);
    write("writer", web);
    var query = "io.aramaki.monitoring.v1.QueryService/ReadSamples";
    var reading =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () ->
                QueryServiceGrpc.newBlockingStub(world.asPerson(client.channel, "writer", query))
                    .readSamples(
                        ReadSamplesRequest.newBuilder().setParent(world.system("web")).build()));
    assertThat(reading.getStatus().getCode()).isEqualTo(Code.PERMISSION_DENIED);
  }

  @Test
  void contentThatIsNotWhatItMustBe_isRefusedWithWhatIsWrong() {
    // Given
    byte[] sound = one("web", "m", now, 1).getContent().toByteArray();
    byte[] foreign = one("db", "m", now, 1).getContent().toByteArray();
    var inheriting = new BatchWriter(3, 1, List.of());
    inheriting.add(0, new long[] {now}, new double[] {1}, 1);
    var beside = new BatchWriter(0, 0, List.of(series("web", "m")));
    beside.add(0, new long[] {now}, new double[] {1}, 1);
    beside.beside(new byte[] {1});
    var named =
        new BatchWriter(
            0,
            0,
            List.of(SeriesName.of(world.system("web"), "m", Map.of("agent", "somebody"), "")));
    named.add(0, new long[] {now}, new double[] {1}, 1);

    // When / Then
    assertInvalid(request("web", new byte[] {9, 9}, 1, 1), "content is none of format 2");
    assertInvalid(request("web", new byte[0], 0, 0), "content is none of format 2");
    assertInvalid(request("web", sound, 2, 1), "sample_count is 2, but the content has 1");
    assertInvalid(request("web", sound, 1, 2), "series_count is 2, but the content names 1");
    assertInvalid(request("web", sound, -1, 1), "samples, at most");
    assertInvalid(request("web", foreign, 1, 1), "must belong to parent");
    assertInvalid(request("web", inheriting.content(), 1, 0), "series 0 of 0 is named");
    assertRefused(
        request("web", inheriting.content(), 1, 0).toBuilder().setInheritedCount(1).build(),
        Code.FAILED_PRECONDITION,
        "UNKNOWN_SERIES",
        "place 0 ");
    assertInvalid(request("web", beside.content(), 1, 1), "nothing beside its samples");
    assertInvalid(request("web", named.content(), 1, 1), "label \"agent\" is set by monitoring");
    assertInvalid(one("web", "not a name", now, 1), "metric \"not a name\" must match");
    assertInvalid(request("web", new byte[(1 << 20) + 1], 1, 1), "at most 1048576");
  }

  private void assertInvalid(WriteSamplesRequest request, String text) {
    assertRefused(request, Code.INVALID_ARGUMENT, "INVALID_CONTENT", text);
  }

  @Test
  void seriesThatWereTold_areReadUnderTheirNames() {
    // Given: more than a row of the journal names again and again
    int many = 100;
    var names = IntStream.range(0, many).mapToObj(i -> series("web", "told_" + i)).toList();
    var told = new BatchWriter(5, 0, names);
    var later = new BatchWriter(5, many, List.of());
    for (int i = 0; i < many; i++) {
      told.add(i, new long[] {now}, new double[] {i}, 1);
      later.add(i, new long[] {now + 1}, new double[] {i + 0.5}, 1);
    }
    List<Integer> places = IntStream.range(0, many).boxed().toList();

    // When
    write(
        "admin",
        request("web", told.content(), many, many).toBuilder().addAllPlaces(places).build());
    write(
        "admin",
        request("web", later.content(), many, 0).toBuilder().setInheritedCount(many).build());

    // Then
    for (int i : List.of(0, 42, many - 1)) {
      var found = read("web", "told_" + i, Instant.ofEpochMilli(now - 60_000), Instant.now());
      assertThat(found).hasSize(1);
      assertThat(found.getFirst().getLabelsMap()).isEqualTo(Map.of("job", "j"));
      assertThat(found.getFirst().getValuesList()).containsExactly((double) i, i + 0.5);
    }
  }

  @Test
  void sampleTooOldOrTooFarAhead_isRefused() {
    // Given
    long old = now - Duration.ofDays(8).toMillis();
    long ahead = now + Duration.ofHours(2).toMillis();

    // When / Then
    for (long time : List.of(old, ahead, Long.MIN_VALUE, Long.MAX_VALUE)) {
      assertRefused(
          one("web", "m", time, 1), Code.OUT_OF_RANGE, "SAMPLE_OUT_OF_TIME", "has a sample at");
    }
  }

  @Test
  void writtenSamples_areReadBackBitByBit_withoutLabelAgent() {
    // Given
    var writer = new BatchWriter(0, 0, List.of(series("bits", "m")));
    double[] values = {-0.0, Double.longBitsToDouble(STALE_MARKER), Double.NEGATIVE_INFINITY};
    writer.add(0, new long[] {now, now + 1, now + 2}, values, 3);

    // When
    write("admin", request("bits", writer.content(), 3, 1));

    // Then
    SampledSeries read = client.read(world.system("bits"), "m").getSeries(0);
    assertThat(read.getLabelsMap()).isEqualTo(Map.of("job", "j"));
    assertThat(read.getTimesMsList()).containsExactly(now, now + 1, now + 2);
    assertThat(read.getValuesList().stream().map(Double::doubleToRawLongBits))
        .containsExactly(
            Double.doubleToRawLongBits(-0.0),
            STALE_MARKER,
            Double.doubleToRawLongBits(Double.NEGATIVE_INFINITY));
  }

  @Test
  void samplesOfDaysAgo_areFoundInTheirTime() {
    // Given
    Instant past = Instant.ofEpochMilli(now).minus(Duration.ofDays(3));

    // When
    write("admin", one("past", "m", past.toEpochMilli(), 7));

    // Then
    var found = read("past", "m", past.minusSeconds(60), past.plusSeconds(60));
    assertThat(found).hasSize(1);
    assertThat(found.getFirst().getValuesList()).containsExactly(7.0);
  }

  @Test
  void manyWritersAtOnce_allIsDurableOnce_inFewRows() throws Exception {
    // Given
    int writers = 200;
    var calls =
        IntStream.range(0, writers)
            .<Callable<Boolean>>mapToObj(i ->
                () -> {
                  write("admin", one("many", "m", now + i % 50, i));
                  return true;
                })
            .toList();

    // When
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var done : threads.invokeAll(calls)) {
        assertThat(done.get()).isTrue();
      }
    }

    // Then
    SampledSeries read = client.read(world.system("many"), "m").getSeries(0);
    assertThat(read.getTimesMsList())
        .isEqualTo(IntStream.range(0, 50).mapToObj(i -> now + i).toList());
    assertThat(rows("many")).isBetween(1, writers - 1);
  }

  private int rows(String system) {
    return session
        .execute(
            "SELECT seq FROM journal WHERE agent = ? ALLOW FILTERING",
            world.system(system) + "/writers/m1")
        .all()
        .size();
  }

  @Test
  void twoInstances_writeTheSameSeries_andItIsOne() throws Exception {
    try (var other = world.start("m2");
        var atOther = new Client(world, other)) {
      // Given
      write("admin", one("both", "m", now, 1));

      // When
      write(atOther, "admin", one("both", "m", now + 1, 2));

      // Then
      var found = client.read(world.system("both"), "m").getSeriesList();
      assertThat(found).hasSize(1);
      assertThat(found.getFirst().getValuesList()).containsExactly(1.0, 2.0);
    }
  }

  @Test
  void cassandraAway_isUnavailable_andNothingIsAcknowledged() throws Exception {
    // Given
    write("admin", one("away", "m", now, 1));
    var outcomes = new ArrayList<StatusRuntimeException>();

    // When
    try (var _ = Pause.of(cassandraChild().pid())) {
      outcomes.add(refusal("admin", one("away", "m", now + 1, 2)));
    }

    // Then
    assertThat(outcomes)
        .extracting(refusal -> refusal.getStatus().getCode())
        .containsExactly(Code.UNAVAILABLE);
    Until.until(
        "written again",
        () -> {
          try {
            write("admin", one("away", "m", now + 2, 3));
            return true;
          } catch (StatusRuntimeException _) {
            return false;
          }
        },
        done -> done);
    assertThat(client.read(world.system("away"), "m").getSeries(0).getValuesList())
        .contains(1.0, 3.0);
  }

  private static ProcessHandle cassandraChild() {
    return ProcessHandle.current()
        .descendants()
        .filter(child -> child.info().commandLine().orElse("").contains("cassandra"))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no Cassandra among the children of this process"));
  }
}
