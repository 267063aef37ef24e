package io.aramaki.kit.grpc.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aramaki.kit.grpc.ServerStreams;
import io.aramaki.kit.grpc.error.Errors;
import io.aramaki.kit.grpc.matrix.CallerKind;
import io.aramaki.kit.grpc.testbed.Contract;
import io.aramaki.kit.grpc.testbed.Reading;
import io.aramaki.kit.grpc.testbed.Testbed;
import io.aramaki.kit.grpc.testbed.Until;
import io.aramaki.kit.telemetry.Metrics;
import io.grpc.CallOptions;
import io.grpc.ClientInterceptors;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class LimitsTest {
  private static final int CALLS_MAX = 5;

  @TempDir Path directory;
  private final Metrics metrics = new Metrics();
  private Testbed testbed;

  @BeforeEach
  void start() {
    var local = GrpcServerConfig.local();
    var config =
        new GrpcServerConfig(
            local.host(),
            local.port(),
            local.maxMessageBytes(),
            local.maxCallsPerConnection(),
            CALLS_MAX,
            10,
            20,
            local.keepAliveTime(),
            local.keepAliveTimeout(),
            local.minClientKeepAlive(),
            local.shutdownGrace());
    testbed =
        Testbed.start(
            directory,
            new Contract()
                    .unary(
                        "Rare", "callers: [SERVICE, ANYONE] rate_per_second: 2", request -> request)
                    .unary(
                        "Usual",
                        "callers: [PERSON, SERVICE] role: VIEWER scope: SELF",
                        request -> request)
                    .stream(
                        "Watch", "callers: SERVICE", (_, observer) -> ServerStreams.sink(observer)),
            config,
            metrics);
  }

  @AfterEach
  void stop() {
    testbed.close();
  }

  private void call(CallerKind kind, String method) {
    testbed.call(testbed.by(kind, method), method, testbed.contract().note());
  }

  private StatusRuntimeException refusal(CallerKind kind, String method) {
    return testbed.refusal(testbed.by(kind, method), method, testbed.contract().note());
  }

  /// Makes as many calls as a bucket holds, and answers the refusal of the one after.
  private StatusRuntimeException exhaust(CallerKind kind, String method, int rate) {
    for (int i = 0; i < 2 * rate; i++) {
      call(kind, method);
    }
    return refusal(kind, method);
  }

  @Test
  void caller_whoCallsTooOften_isToldWhenToComeBack_andMayThen() {
    // When
    var refusal = exhaust(CallerKind.SERVICE, "Rare", 2);
    // Then
    assertThat(refusal.getStatus().getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED);
    assertThat(Testbed.reason(refusal)).isEqualTo("RATE_LIMITED");
    assertThat(Errors.retryDelayOf(refusal)).contains(Duration.ofMillis(500));
    testbed.clock().advance(Duration.ofMillis(500));
    call(CallerKind.SERVICE, "Rare");
  }

  @Test
  void calls_areCounted_byMethodAndCode_andUnknownMethodsAsOne() {
    // Given
    var _ = exhaust(CallerKind.SERVICE, "Rare", 2);
    var nothing = testbed.contract().method("Rare").toBuilder().setFullMethodName("a.B/C").build();
    // When
    assertThatThrownBy(() ->
            ClientCalls.blockingUnaryCall(
                testbed.by(CallerKind.SERVICE, "Rare").channel(),
                nothing,
                CallOptions.DEFAULT,
                testbed.contract().note()))
        .isInstanceOf(StatusRuntimeException.class);
    Until.holds("all calls are over", () -> testbed.server().openCalls() == 0);
    // Then
    assertThat(metrics.text())
        .contains(
            "aramaki_probe_rpc_seconds_count{method=\"test.v1.Probe/Rare\",code=\"OK\"} 4",
            "{method=\"test.v1.Probe/Rare\",code=\"RESOURCE_EXHAUSTED\"} 1",
            "{method=\"unknown\",code=\"UNIMPLEMENTED\"} 1",
            "aramaki_probe_rpc_limited_total{method=\"test.v1.Probe/Rare\",limit=\"rate\"} 1",
            "aramaki_probe_rpc_open 0")
        .doesNotContain("a.B/C");
  }

  @Test
  void limit_isOfOneCallerAndOneRpc() {
    // When
    var _ = exhaust(CallerKind.SERVICE, "Rare", 2);
    // Then
    call(CallerKind.OTHER_SERVICE, "Rare");
    call(CallerKind.NO_CERTIFICATE, "Rare");
    call(CallerKind.SERVICE, "Usual");
  }

  @Test
  void rpc_withoutARateOfItsOwn_hasTheServersOfItsKindOfCaller() {
    assertThat(exhaust(CallerKind.VIEWER, "Usual", 10).getStatus().getDescription())
        .contains("at most 10");
    assertThat(exhaust(CallerKind.SERVICE, "Usual", 20).getStatus().getDescription())
        .contains("at most 20");
  }

  @Test
  void server_thatAnswersAsManyCallsAsItMay_refusesMore_andRecovers() {
    // Given
    var approach = testbed.by(CallerKind.SERVICE, "Watch");
    var streams =
        Stream.generate(() ->
                Reading.open(
                    approach, testbed.contract().method("Watch"), testbed.contract().note()))
            .limit(CALLS_MAX)
            .toList();
    Until.holds("all are open", () -> testbed.server().openCalls() == CALLS_MAX);
    // When
    var refusal = refusal(CallerKind.SERVICE, "Usual");
    // Then
    assertThat(refusal.getStatus().getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED);
    assertThat(Testbed.reason(refusal)).isEqualTo("SERVER_BUSY");
    streams.forEach(Reading::cancel);
    Until.holds("all are gone", () -> testbed.server().openCalls() == 0);
    call(CallerKind.SERVICE, "Usual");
  }

  @ParameterizedTest
  @EnumSource(names = {"NO_CERTIFICATE", "AGENT_DIRECT", "AGENT", "ADMIN"})
  void health_isNotForOthersThanServices(CallerKind kind) {
    // Given
    var approach = testbed.by(kind, "Usual");
    var channel =
        ClientInterceptors.intercept(
            approach.channel(), MetadataUtils.newAttachHeadersInterceptor(approach.headers()));
    // When Then
    assertThatThrownBy(() ->
            HealthGrpc.newBlockingStub(channel).check(HealthCheckRequest.getDefaultInstance()))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e ->
                assertThat(e.getStatus().getCode())
                    .isIn(Code.UNAUTHENTICATED, Code.PERMISSION_DENIED));
  }

  @Test
  void health_tellsServicesWhetherTheServerServes() {
    // Given
    var health =
        HealthGrpc.newBlockingStub(testbed.by(CallerKind.OTHER_SERVICE, "Usual").channel());
    var request = HealthCheckRequest.getDefaultInstance();
    // When Then
    assertThat(health.check(request).getStatus()).isEqualTo(ServingStatus.SERVING);
    testbed.server().serving(false);
    assertThat(health.check(request).getStatus()).isEqualTo(ServingStatus.NOT_SERVING);
  }
}
