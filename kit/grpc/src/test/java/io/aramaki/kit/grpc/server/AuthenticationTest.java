package io.aramaki.kit.grpc.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DynamicMessage;
import io.aramaki.kit.grpc.access.Caller;
import io.aramaki.kit.grpc.access.CallerHeaders;
import io.aramaki.kit.grpc.client.GrpcClients;
import io.aramaki.kit.grpc.error.AccessReason;
import io.aramaki.kit.grpc.error.Errors;
import io.aramaki.kit.grpc.matrix.CallerKind;
import io.aramaki.kit.grpc.matrix.Callers.Approach;
import io.aramaki.kit.grpc.testbed.Contract;
import io.aramaki.kit.grpc.testbed.Testbed;
import io.aramaki.kit.security.authority.ExtraNames;
import io.aramaki.kit.security.sign.InternalTokens.Audience;
import io.grpc.Metadata;
import io.grpc.Status.Code;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AuthenticationTest {
  @TempDir Path directory;
  private Testbed testbed;

  @BeforeEach
  void start() {
    testbed =
        Testbed.start(
            directory,
            new Contract()
                .unary("Open", "callers: ANYONE", this::whoAmI)
                .unary("Sync", "callers: [SERVICE, AGENT]", this::whoAmI)
                .unary("Own", "callers: PERSON role: VIEWER scope: SELF", this::whoAmI));
  }

  @AfterEach
  void stop() {
    testbed.close();
  }

  private DynamicMessage whoAmI(DynamicMessage request) {
    return testbed
        .contract()
        .note("name", Caller.current().name(), "text", Caller.current().getClass().getSimpleName());
  }

  @ParameterizedTest
  @CsvSource({
    "NO_CERTIFICATE,        NO_CREDENTIALS",
    "REVOKED_CERTIFICATE,   CERTIFICATE_REVOKED",
    "AGENT_REVOKED,         CERTIFICATE_REVOKED",
    "AGENT_FORGED,          AGENT_REFUSED",
    "AGENT_DIRECT,          CALLER_NOT_ADMITTED",
    "TOKEN_OTHER_AUDIENCE,  TOKEN_REFUSED",
    "TOKEN_OTHER_PRESENTER, TOKEN_REFUSED",
    "TOKEN_EXPIRED,         TOKEN_REFUSED",
    "TOKEN_GARBLED,         TOKEN_REFUSED",
  })
  void caller_whoseCredentialsAreBad_isToldTheKindOfFaultAndNoMore(
      CallerKind kind, AccessReason reason) {
    // When
    var refusal = testbed.refusal(testbed.by(kind, "Sync"), "Sync", testbed.contract().note());
    // Then
    assertThat(refusal.getStatus().getCode()).isEqualTo(reason.code());
    assertThat(Errors.infoOf(refusal).orElseThrow())
        .satisfies(info -> {
          assertThat(info.getReason()).isEqualTo(reason.name());
          assertThat(info.getDomain()).isEqualTo("probe.aramaki.io");
        });
    assertThat(refusal.getStatus().getDescription()).doesNotContain("aramaki://", "ar1");
  }

  @ParameterizedTest
  @CsvSource({"FOREIGN_AUTHORITY", "EXPIRED_CERTIFICATE"})
  void certificate_thatNoAuthorityOfOursVouchesForNow_endsInTheHandshake(CallerKind kind) {
    // When
    var refusal = testbed.refusal(testbed.by(kind, "Open"), "Open", testbed.contract().note());
    // Then
    assertThat(refusal.getStatus().getCode()).isEqualTo(Code.UNAVAILABLE);
    assertThat(Errors.infoOf(refusal)).isEmpty();
  }

  @Test
  void certificate_thatEndsWhileTheConnectionIsOpen_isRefusedAtTheNextCall() {
    // Given
    var approach = testbed.by(CallerKind.SERVICE, "Sync");
    testbed.call(approach, "Sync", testbed.contract().note());
    // When
    testbed.clock().advance(Duration.ofHours(2));
    var refusal = testbed.refusal(approach, "Sync", testbed.contract().note());
    // Then
    assertThat(Testbed.reason(refusal)).isEqualTo("CERTIFICATE_REFUSED");
  }

  @Test
  void certificate_thatIsRevokedWhileTheConnectionIsOpen_isRefusedAtTheNextCall() {
    // Given
    var member = testbed.organisation().service("monitoring");
    try (var channel = testbed.channel(member)) {
      var approach = new Approach(channel, new Metadata());
      testbed.call(approach, "Sync", testbed.contract().note());
      // When
      testbed.organisation().revocations().add(Set.of(member.material().fingerprint()));
      var refusal = testbed.refusal(approach, "Sync", testbed.contract().note());
      // Then
      assertThat(Testbed.reason(refusal)).isEqualTo("CERTIFICATE_REVOKED");
    }
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "orgs/other/agents/host1, 0000000000000000000000000000000000000000000000000000000000000000",
        "orgs/-/agents/host1,     0000000000000000000000000000000000000000000000000000000000000000",
        "nonsense,                0000000000000000000000000000000000000000000000000000000000000000",
        "-,                       0000000000000000000000000000000000000000000000000000000000000000",
        "OURS,                    -",
        "OURS,                    00",
        "OURS,                    ZZ",
      })
  void gateway_thatVouchesInAWrongForm_isRefused(
      @Nullable String agent, @Nullable String certificate) {
    // Given
    var headers = new Metadata();
    if (agent != null) {
      headers.put(
          CallerHeaders.AGENT,
          agent.equals("OURS") ? testbed.organisation().agent("host1") : agent);
    }
    if (certificate != null) {
      headers.put(CallerHeaders.AGENT_CERTIFICATE, certificate);
    }
    var approach = new Approach(testbed.by(CallerKind.AGENT, "Sync").channel(), headers);
    // When
    var refusal = testbed.refusal(approach, "Sync", testbed.contract().note());
    // Then
    assertThat(Testbed.reason(refusal)).isEqualTo("AGENT_REFUSED");
  }

  @Test
  void call_onBehalfOfAPersonAndAnAgentAtOnce_isRefused() {
    // Given
    var person = testbed.by(CallerKind.ADMIN, "Sync");
    person.headers().merge(testbed.by(CallerKind.AGENT, "Sync").headers());
    // When
    var refusal = testbed.refusal(person, "Sync", testbed.contract().note());
    // Then
    assertThat(refusal.getStatus().getCode()).isEqualTo(Code.UNAUTHENTICATED);
  }

  @Test
  void token_shownByAnAgent_isRefused() {
    // Given
    var agent = testbed.organisation().agentIdentity("host9");
    var token =
        testbed
            .organisation()
            .token("admin", new Audience(Contract.SERVICE, "Own"), agent.material().fingerprint());
    try (var channel = testbed.channel(agent)) {
      // When
      var refusal =
          testbed.refusal(
              new Approach(channel, CallerHeaders.person(token)), "Own", testbed.contract().note());
      // Then
      assertThat(Testbed.reason(refusal)).isEqualTo("TOKEN_REFUSED");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "NO_CERTIFICATE, Open, Anyone,  ''",
    "AGENT_DIRECT,   Open, Anyone,  ''",
    "AGENT,          Sync, Agent,   agents/host1",
    "SERVICE,        Sync, Service, services/gateway",
    "VIEWER,         Own,  Person,  users/viewer",
  })
  void endpoint_seesWhoCalls(CallerKind kind, String method, String type, String name) {
    // When
    var answer = testbed.call(testbed.by(kind, method), method, testbed.contract().note());
    // Then
    assertThat(Contract.text(answer, "text")).isEqualTo(type);
    assertThat(Contract.text(answer, "name"))
        .isEqualTo(name.isEmpty() ? "" : testbed.organisation().org().resourceName() + "/" + name);
  }

  @Test
  void server_whoseCertificateIsOfAnotherService_isNotBelieved() {
    // Given
    var member = testbed.organisation().service("monitoring");
    try (var channel = GrpcClients.channel(testbed.target(), member, "inventory")) {
      // When
      var refusal =
          testbed.refusal(new Approach(channel, new Metadata()), "Sync", testbed.contract().note());
      // Then
      assertThat(refusal.getStatus().getCode()).isEqualTo(Code.UNAVAILABLE);
    }
  }

  @Test
  void replacedCertificates_areUsedWithoutRestart_onBothSides() {
    // Given
    var member = testbed.organisation().service("monitoring");
    try (var channel = testbed.channel(member)) {
      var approach = new Approach(channel, new Metadata());
      testbed.call(approach, "Sync", testbed.contract().note());
      testbed.clock().advance(Duration.ofMinutes(50));
      for (var identity : List.of(member, testbed.identity())) {
        identity.replace(
            testbed
                .organisation()
                .authority()
                .issueOwn(identity.identity(), ExtraNames.NONE, Duration.ofHours(1)));
      }
      // When
      testbed.clock().advance(Duration.ofMinutes(50));
      var answer = testbed.call(approach, "Sync", testbed.contract().note());
      // Then
      assertThat(Contract.text(answer, "text")).isEqualTo("Service");
    }
  }
}
