package io.aramaki.gateway.app;

import static io.aramaki.gateway.testing.Wire.message;
import static io.aramaki.gateway.testing.Wire.sample;
import static io.aramaki.gateway.testing.Wire.series;
import static io.aramaki.gateway.testing.Wire.snappy;
import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.gateway.testing.GatewayFixture;
import io.aramaki.gateway.testing.Wire;
import io.aramaki.kit.app.Environment;
import io.aramaki.kit.codec.batch.BatchContent;
import io.aramaki.kit.grpc.error.Errors;
import io.aramaki.monitoring.v1.WriteSamplesRequest;
import io.aramaki.monitoring.v1.WriteSamplesResponse;
import io.aramaki.type.v1.Role;
import io.grpc.Status;
import java.net.http.HttpRequest;
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

/// The status of every case of remote_write, at a running gateway.
@SuppressWarnings("NullAway.Init") // set before the first test
final class RemoteWriteDoorTest {
  private static final String WRITE = "io.aramaki.monitoring.v1.WriteService/WriteSamples";
  private static final String V1 = "application/x-protobuf";
  private static final String V2 = "application/x-protobuf;proto=io.prometheus.write.v2.Request";

  @TempDir private static Path directory;
  private static GatewayFixture gateway;

  private final long now = System.currentTimeMillis();

  @BeforeAll
  static void start() {
    gateway = new GatewayFixture(directory, Environment.system());
    gateway
        .people()
        .apiToken("of-one", "one")
        .grant("one", Role.WRITER, "web")
        .apiToken("of-all", "all")
        .grant("all", Role.WRITER)
        .apiToken("of-viewer", "viewer")
        .grant("viewer", Role.VIEWER)
        .apiToken("of-operator", "operator")
        .grant("operator", Role.OPERATOR)
        .apiToken("of-nobody", "nobody");
  }

  @AfterAll
  static void close() {
    gateway.close();
  }

  @BeforeEach
  void reset() {
    gateway.script().answer(WRITE, WriteSamplesResponse.getDefaultInstance()).forgetCalls();
  }

  private byte[] one() {
    return snappy(message().nested(1, series("__name__", "up").nested(2, sample(1, now))).bytes());
  }

  private static HttpRequest.Builder post(String path, String token, String type, byte[] body) {
    return gateway
        .request(path)
        .header("Authorization", "Bearer " + token)
        .header("Content-Type", type)
        .header("Content-Encoding", "snappy")
        .POST(BodyPublishers.ofByteArray(body));
  }

  private static HttpResponse<String> write(String token, String type, byte[] body)
      throws Exception {
    return gateway.send(post("/api/v1/write", token, type, body));
  }

  private static List<WriteSamplesRequest> written() {
    return gateway.script().calls(WRITE).stream()
        .map(call -> (WriteSamplesRequest) call.request())
        .toList();
  }

  @Test
  void whoMayNotWrite_isRefusedBeforeTheBodyIsRead() throws Exception {
    byte[] rubbish = {1, 2, 3};

    assertThat(write("unknown", V1, rubbish).statusCode()).isEqualTo(401);
    assertThat(write("of-nobody", V1, rubbish).statusCode()).isEqualTo(403);
    assertThat(write("of-viewer", V1, rubbish).statusCode()).isEqualTo(403);
    assertThat(
            gateway
                .send(
                    gateway
                        .request("/api/v1/write")
                        .header("Content-Type", V1)
                        .POST(BodyPublishers.ofByteArray(rubbish)))
                .statusCode())
        .isEqualTo(401);
    assertThat(gateway.send(post("/api/v1/write?system=db", "of-one", V1, rubbish)).statusCode())
        .isEqualTo(403);
    assertThat(written()).isEmpty();
  }

  @Test
  void seriesBeyondTheLimit_is400WithWhatMonitoringSays() throws Exception {
    // Given
    gateway
        .script()
        .answer(
            WRITE,
            WriteSamplesResponse.newBuilder()
                .setRefusedSamples(1)
                .setRefusal("SERIES_LIMIT: web is full")
                .build());

    // When
    var answer = write("of-one", V1, one());

    // Then
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body())
        .contains("SAMPLES_REJECTED", "0 samples were written and 1 were not: SERIES_LIMIT: web");
  }

  private byte[] named(String metric) {
    return snappy(
        message().nested(1, series("__name__", metric).nested(2, sample(1, now))).bytes());
  }

  @Test
  void samples_areWrittenToTheOnlySystem_and204() throws Exception {
    // When
    var answer = write("of-one", V1, named("first"));

    // Then
    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(answer.body()).isEmpty();
    WriteSamplesRequest request = written().getFirst();
    assertThat(request.getParent()).isEqualTo(gateway.orgName() + "/systems/web");
    assertThat(request.getSampleCount()).isEqualTo(1);
    assertThat(request.getSeriesCount()).isEqualTo(1);
    assertThat(BatchContent.open(request.getContent().toByteArray()).own().getFirst().metric())
        .isEqualTo("first");
  }

  @Test
  void seriesThatMonitoringHasNoRoomFor_isNamedEachTime() throws Exception {
    write("of-one", V1, named("unkept"));
    write("of-one", V1, named("unkept"));

    assertThat(written()).extracting(WriteSamplesRequest::getSeriesCount).containsExactly(1, 1);
  }

  @Test
  void monitoringBeforeDictionaries_getsAllNames() throws Exception {
    // Given
    gateway
        .script()
        .fail(
            WRITE,
            Errors.of(Status.Code.INVALID_ARGUMENT, "INVALID_CONTENT", "name its series itself"));

    // When
    write("of-one", V1, named("old"));

    // Then
    WriteSamplesRequest last = written().getLast();
    assertThat(written()).hasSize(2);
    assertThat(BatchContent.open(last.getContent().toByteArray()).dictionary()).isZero();
    assertThat(last.getSeriesCount()).isEqualTo(1);
    assertThat(last.getPlacesCount()).isZero();
  }

  @Test
  void seriesThatCameBefore_isNotNamedAgain_unlessMonitoringKnowsNothingOfIt() throws Exception {
    // Given
    gateway.script().answer(WRITE, WriteSamplesResponse.newBuilder().setNamesKept(true).build());
    write("of-one", V1, named("known"));
    write("of-one", V1, named("known"));
    gateway
        .script()
        .fail(WRITE, Errors.of(Status.Code.FAILED_PRECONDITION, "UNKNOWN_SERIES", "what is 3?"));

    // When
    write("of-one", V1, named("known"));

    // Then
    List<WriteSamplesRequest> all = written();
    assertThat(all).extracting(WriteSamplesRequest::getSeriesCount).containsExactly(1, 0, 0, 1);
    assertThat(all.getFirst().getPlacesList()).isEqualTo(all.getLast().getPlacesList());
    assertThat(all)
        .extracting(request -> BatchContent.open(request.getContent().toByteArray()).dictionary())
        .doesNotContain(0L)
        .hasSameElementsAs(
            List.of(BatchContent.open(all.getFirst().getContent().toByteArray()).dictionary()));
  }

  @Test
  void system_isNamedByQueryOrHeader_idOrName_andPasswordsAreTokens() throws Exception {
    // Given
    String full = gateway.orgName() + "/systems/db";
    String basic =
        Base64.getEncoder().encodeToString("any:of-all".getBytes(StandardCharsets.UTF_8));

    // When
    for (var request :
        List.of(
            post("/api/v1/write?system=db", "of-all", V1, one()),
            post("/api/v1/write?system=orgs/-/systems/db", "of-all", V1, one()),
            post("/api/v1/write?system=" + full, "of-operator", V1, one()),
            post("/api/v1/write", "of-all", V1, one()).header("X-Aramaki-System", "db"),
            post("/api/v1/write?system=db", "x", V1, one())
                .setHeader("Authorization", "Basic " + basic))) {
      assertThat(gateway.send(request).statusCode()).isEqualTo(204);
    }

    // Then
    assertThat(written()).hasSize(5).allMatch(request -> request.getParent().equals(full));
  }

  @Test
  void systemThatIsNotClear_is400_thatSaysHowToNameIt() throws Exception {
    var unnamed = write("of-all", V1, one());
    var wrong = gateway.send(post("/api/v1/write?system=No_Id", "of-all", V1, one()));
    var other = gateway.send(post("/api/v1/write?system=orgs/-/agents/a", "of-all", V1, one()));

    assertThat(unnamed.statusCode()).isEqualTo(400);
    assertThat(unnamed.body()).contains("SYSTEM_REQUIRED", "?system=ID", "X-Aramaki-System");
    assertThat(wrong.statusCode()).isEqualTo(400);
    assertThat(wrong.body()).contains("INVALID_NAME", "No_Id");
    assertThat(other.statusCode()).isEqualTo(400);
  }

  @Test
  void contentTypeOrEncodingThatIsNotTaken_is415() throws Exception {
    for (String type :
        List.of(
            "application/json",
            "text/plain",
            "application/x-protobuf;proto=other.Request",
            "application/x-www-form-urlencoded")) {
      assertThat(write("of-one", type, one()).statusCode()).as(type).isEqualTo(415);
    }
    var gzip = post("/api/v1/write", "of-one", V1, one()).setHeader("Content-Encoding", "gzip");
    assertThat(gateway.send(gzip).statusCode()).isEqualTo(415);
    var named = "application/x-protobuf; proto=\"prometheus.WriteRequest\"";
    assertThat(write("of-one", named, one()).statusCode()).isEqualTo(204);
  }

  @Test
  void bodyThatIsNone_is400_andTooLarge413() throws Exception {
    var rubbish = write("of-one", V1, new byte[] {(byte) 0xFF, 1});
    var noMessage = write("of-one", V1, snappy(new byte[] {8}));
    var large = write("of-one", V1, snappy(new byte[17 << 20]));
    var unpacked = write("of-one", V1, new byte[] {(byte) 0x80, (byte) 0x80, (byte) 0x80, 0x10});

    assertThat(rubbish.statusCode()).isEqualTo(400);
    assertThat(rubbish.body()).contains("INVALID_SAMPLES", "no Snappy block");
    assertThat(noMessage.statusCode()).isEqualTo(400);
    assertThat(large.statusCode()).isEqualTo(413);
    assertThat(unpacked.statusCode()).isEqualTo(413);
    assertThat(unpacked.body()).contains("at most " + (16 << 20));
    assertThat(written()).isEmpty();
  }

  @Test
  void emptyRequest_is204_andNothingIsWritten() throws Exception {
    assertThat(write("of-one", V1, snappy(new byte[0])).statusCode()).isEqualTo(204);
    assertThat(written()).isEmpty();
  }

  @Test
  void partThatCannotBeTaken_is400_andTheRestIsWritten() throws Exception {
    // Given
    Wire good = series("__name__", "up").nested(2, sample(1, now));
    Wire bad = series("__name__", "a b").nested(2, sample(1, now));

    // When
    var answer = write("of-one", V1, snappy(message().nested(1, good).nested(1, bad).bytes()));

    // Then
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("1 samples were written and 1 were not", "a b");
    assertThat(written()).hasSize(1);
  }

  @Test
  void version2_saysWhatWasWritten() throws Exception {
    // Given
    var symbols = message().text(4, "").text(4, "__name__").text(4, "up");
    var good =
        message().packed(1, List.of(1, 2)).nested(2, sample(1, now)).nested(2, sample(2, now - 1));
    var histogram = message().packed(1, List.of(1, 2)).nested(3, message().varint(1, 1));

    // When
    var all = write("of-one", V2, snappy(symbols.nested(5, good).bytes()));
    var part = write("of-one", V2, snappy(symbols.nested(5, histogram).bytes()));

    // Then
    assertThat(all.statusCode()).isEqualTo(204);
    assertThat(all.headers().firstValue("X-Prometheus-Remote-Write-Samples-Written")).hasValue("2");
    assertThat(all.headers().firstValue("X-Prometheus-Remote-Write-Histograms-Written"))
        .hasValue("0");
    assertThat(all.headers().firstValue("X-Prometheus-Remote-Write-Exemplars-Written"))
        .hasValue("0");
    assertThat(part.statusCode()).isEqualTo(400);
    assertThat(part.body()).contains("native histograms");
    assertThat(part.headers().firstValue("X-Prometheus-Remote-Write-Samples-Written"))
        .hasValue("2");
  }

  @Test
  void monitoringFull_is503WithRetryAfter_sinceSendersDropWhatIs429() throws Exception {
    // Given
    gateway
        .script()
        .fail(WRITE, Errors.exhausted("WRITES_FULL", "try again", Duration.ofSeconds(3)));

    // When
    var answer = write("of-one", V2, version2());

    // Then
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).hasValue("3");
    assertThat(answer.headers().firstValue("X-Prometheus-Remote-Write-Samples-Written"))
        .hasValue("0");
  }

  private byte[] version2() {
    var one = message().packed(1, List.of(1, 2)).nested(2, sample(1, now));
    return snappy(message().text(4, "").text(4, "__name__").text(4, "up").nested(5, one).bytes());
  }

  @Test
  void monitoringAway_is503_andWhatItRefusesIs400() throws Exception {
    gateway.script().fail(WRITE, Status.UNAVAILABLE.withDescription("away").asRuntimeException());
    var away = write("of-one", V1, one());
    gateway
        .script()
        .fail(WRITE, Errors.of(Status.Code.OUT_OF_RANGE, "SAMPLE_OUT_OF_TIME", "too old"));
    var refused = write("of-one", V1, one());

    assertThat(away.statusCode()).isEqualTo(503);
    assertThat(away.headers().firstValue("Retry-After")).isPresent();
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("SAMPLE_OUT_OF_TIME");
  }

  @Test
  void otherVerb_is405() throws Exception {
    var answer =
        gateway.send(
            gateway.request("/api/v1/write").header("Authorization", "Bearer of-one").GET());

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).hasValue("POST");
  }
}
