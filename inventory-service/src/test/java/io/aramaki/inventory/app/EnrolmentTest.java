package io.aramaki.inventory.app;

import static io.aramaki.inventory.app.Refusals.assertRefused;
import static io.aramaki.inventory.app.Refusals.reasonOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import io.aramaki.inventory.domain.role.Role;
import io.aramaki.inventory.v1.AgentServiceGrpc;
import io.aramaki.inventory.v1.CreateEnrolmentTokenRequest;
import io.aramaki.inventory.v1.EnrolRequest;
import io.aramaki.inventory.v1.EnrolResponse;
import io.aramaki.inventory.v1.EnrolmentServiceGrpc;
import io.aramaki.inventory.v1.RenewCertificateRequest;
import io.aramaki.inventory.v1.RevokeAgentRequest;
import io.aramaki.kit.cassandra.CassandraConfig;
import io.aramaki.kit.grpc.client.ClientChannel;
import io.aramaki.kit.grpc.client.GrpcClients;
import io.aramaki.kit.security.Certificates;
import io.aramaki.kit.security.EnrolmentTokenString;
import io.aramaki.kit.security.Identity;
import io.aramaki.kit.security.OrgId;
import io.aramaki.kit.security.Sha256;
import io.aramaki.kit.security.authority.CertificateAuthority;
import io.aramaki.kit.security.authority.ExtraNames;
import io.aramaki.kit.security.sign.SigningKey;
import io.aramaki.kit.security.tls.CertificateRequests;
import io.aramaki.kit.security.tls.TlsIdentity;
import io.aramaki.kit.testing.CassandraExtension;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Enrolment and renewal against a running inventory, over the TLS that a token pins.
@ExtendWith(CassandraExtension.class)
final class EnrolmentTest {
  private final Rig rig;

  EnrolmentTest(CassandraConfig cassandra) {
    rig = Rig.on(cassandra);
  }

  @Test
  void token_used_givesACertificateForItsAgentWhateverTheRequestSays() {
    // Given
    String agent = Rig.fresh("agent");
    String system = rig.system();
    EnrolmentTokenString token = token(agent, system, Duration.ofMinutes(5));

    // When
    EnrolResponse enrolled = enrol(token, csr());

    // Then
    assertThat(enrolled.getName()).isEqualTo(rig.name("agents", agent));
    assertThat(enrolled.getSystem()).isEqualTo(rig.name("systems", system));
    var leaf =
        Certificates.parseChain(
                enrolled.getCertificateChainList().stream().map(ByteString::toByteArray).toList())
            .getFirst();
    assertThat(Identity.of(leaf)).isEqualTo(Identity.agent(rig.inside.keys.org(), agent));
    assertThat(token.addresses()).containsExactly("gateway.example:8444");
  }

  @Test
  void token_usedAgainWithTheSameKey_givesTheSameCertificate() {
    // Given
    EnrolmentTokenString token = token(Rig.fresh("agent"), rig.system(), Duration.ofMinutes(5));
    byte[] request = csr();

    // When
    EnrolResponse first = enrol(token, request);
    EnrolResponse again = enrol(token, request);

    // Then
    assertThat(again.getCertificateChainList()).isEqualTo(first.getCertificateChainList());
  }

  @Test
  void token_usedAgainWithAnotherKey_isRefused() {
    // Given
    EnrolmentTokenString token = token(Rig.fresh("agent"), rig.system(), Duration.ofMinutes(5));
    var _ = enrol(token, csr());

    // When, Then
    assertRefused(Code.PERMISSION_DENIED, "ENROLMENT_REFUSED", () -> enrol(token, csr()));
  }

  @Test
  void token_expired_isRefused() {
    // Given
    EnrolmentTokenString token = token(Rig.fresh("agent"), rig.system(), Duration.ofSeconds(1));
    // The text says whole seconds.
    var end = token.expireTime().plusSeconds(1);
    Until.holds("the end of the token", () -> Clock.systemUTC().instant().isAfter(end));

    // When, Then
    assertRefused(Code.PERMISSION_DENIED, "ENROLMENT_REFUSED", () -> enrol(token, csr()));
  }

  @Test
  void token_withAnotherSecret_isRefused() {
    // Given
    EnrolmentTokenString token = token(Rig.fresh("agent"), rig.system(), Duration.ofMinutes(5));
    var guessed =
        new EnrolmentTokenString(
            token.org(),
            token.addresses(),
            token.caSha256(),
            token.tokenId(),
            new byte[EnrolmentTokenString.SECRET_BYTES],
            token.expireTime());

    // When, Then
    assertRefused(Code.PERMISSION_DENIED, "ENROLMENT_REFUSED", () -> enrol(guessed, csr()));
    assertThat(enrol(token, csr()).getName()).isNotEmpty();
  }

  @Test
  void token_withBytesThatAreNoRequest_isRefusedAndNotConsumed() {
    // Given
    EnrolmentTokenString token = token(Rig.fresh("agent"), rig.system(), Duration.ofMinutes(5));

    // When, Then
    assertRefused(Code.INVALID_ARGUMENT, "INVALID_CSR", () -> enrol(token, new byte[] {1, 2, 3}));
    assertThat(enrol(token, csr()).getName()).isNotEmpty();
  }

  @Test
  void token_forASystemThatDoesNotExist_isNotMade() {
    assertRefused(
        Code.INVALID_ARGUMENT,
        "INVALID_AGENT",
        () -> token(Rig.fresh("agent"), Rig.fresh("nowhere"), Duration.ofMinutes(5)));
  }

  @Test
  void token_ofARevokedAgent_isNotMade() {
    // Given
    var enrolled = rig.enrol(Rig.fresh("agent"), rig.system());
    revoke(enrolled.agent());

    // When, Then
    assertRefused(
        Code.INVALID_ARGUMENT,
        "INVALID_ENROLMENT_TOKEN",
        () -> token(enrolled.agent(), enrolled.system(), Duration.ofMinutes(5)));
  }

  @Test
  void token_thatPinsAnotherAuthority_doesNotTrustThisInventory() {
    // Given
    EnrolmentTokenString token = token(Rig.fresh("agent"), rig.system(), Duration.ofMinutes(5));
    var elsewhere =
        new EnrolmentTokenString(
            token.org(),
            token.addresses(),
            new Sha256("b".repeat(64)),
            token.tokenId(),
            token.secret(),
            token.expireTime());

    // When
    var refused = catchThrowableOfType(StatusRuntimeException.class, () -> enrol(elsewhere, csr()));

    // Then
    assertThat(refused.getStatus().getCode()).isEqualTo(Code.UNAVAILABLE);
  }

  @Test
  void renewal_ofAnEnrolledAgent_givesANewCertificate() {
    // Given
    var enrolled = rig.enrol(Rig.fresh("agent"), rig.system());

    // When
    EnrolResponse renewed = renew(enrolled, csr());

    // Then
    assertThat(renewed.getName()).isEqualTo(rig.name("agents", enrolled.agent()));
    assertThat(Sha256.of(renewed.getCertificateChain(0).toByteArray()))
        .isNotEqualTo(enrolled.certificate());
  }

  @Test
  void renewal_ofAnAgentThatWasNeverEnrolled_isRefused() {
    // Given
    var stranger =
        new Rig.Enrolled(Rig.fresh("stranger"), rig.system(), new Sha256("c".repeat(64)));

    // When
    var refused = catchThrowableOfType(StatusRuntimeException.class, () -> renew(stranger, csr()));

    // Then
    assertThat(refused.getStatus().getCode()).isIn(Code.NOT_FOUND, Code.PERMISSION_DENIED);
    assertThat(reasonOf(refused)).isIn("AGENT_NOT_FOUND", "REVOKED");
  }

  @Test
  void renewal_ofARevokedAgent_isRefused() {
    // Given
    var enrolled = rig.enrol(Rig.fresh("agent"), rig.system());
    revoke(enrolled.agent());

    // When
    var refused = catchThrowableOfType(StatusRuntimeException.class, () -> renew(enrolled, csr()));

    // Then
    assertThat(reasonOf(refused)).isIn("REVOKED", "CERTIFICATE_REVOKED");
  }

  @Test
  void certificate_ofAnotherOrganisation_isNotLetIn() {
    // Given
    var random = rig.inside.random;
    var org = OrgId.of(SigningKey.generate(random).publicKey());
    var authority = CertificateAuthority.create(org, random, Clock.systemUTC());
    var material =
        authority
            .issueOwn(Identity.service(org, "gateway", "i1"), ExtraNames.NONE, Duration.ofHours(1))
            .withAuthorities(
                List.of(authority.certificate(), rig.inside.keys.authority().certificate()));
    TlsIdentity foreign =
        TlsIdentity.create(
            rig.directory.resolve(Rig.fresh("foreign")), material, Clock.systemUTC());

    // When
    try (ClientChannel channel = GrpcClients.channel(rig.target(), foreign, "inventory")) {
      var refused =
          catchThrowableOfType(
              StatusRuntimeException.class,
              () ->
                  EnrolmentServiceGrpc.newBlockingStub(channel)
                      .renewCertificate(RenewCertificateRequest.getDefaultInstance()));

      // Then
      assertThat(refused.getStatus().getCode()).isEqualTo(Code.UNAVAILABLE);
    }
  }

  private byte[] csr() {
    return CertificateRequests.create(rig.inside.random).pkcs10();
  }

  private EnrolmentTokenString token(String agent, String system, Duration ttl) {
    return EnrolmentTokenString.parse(
        AgentServiceGrpc.newBlockingStub(rig.person(rig.admin()))
            .createEnrolmentToken(
                CreateEnrolmentTokenRequest.newBuilder()
                    .setParent("orgs/-")
                    .setAgentId(agent)
                    .setSystem(rig.name("systems", system))
                    .setTtl(io.aramaki.kit.grpc.Times.duration(ttl))
                    .build())
            .getToken());
  }

  private EnrolResponse enrol(EnrolmentTokenString token, byte[] request) {
    try (ClientChannel channel = rig.anonymous(token)) {
      return EnrolmentServiceGrpc.newBlockingStub(channel)
          .enrol(
              EnrolRequest.newBuilder()
                  .setTokenId(token.tokenId())
                  .setSecret(ByteString.copyFrom(token.secret()))
                  .setCertificateRequest(ByteString.copyFrom(request))
                  .build());
    }
  }

  private EnrolResponse renew(Rig.Enrolled agent, byte[] request) {
    return EnrolmentServiceGrpc.newBlockingStub(rig.agent(agent.agent(), agent.certificate()))
        .renewCertificate(
            RenewCertificateRequest.newBuilder()
                .setCertificateRequest(ByteString.copyFrom(request))
                .build());
  }

  private void revoke(String agent) {
    var _ =
        AgentServiceGrpc.newBlockingStub(rig.person(rig.user(Role.ADMIN, "")))
            .revokeAgent(
                RevokeAgentRequest.newBuilder()
                    .setName(rig.name("agents", agent))
                    .setReason("test")
                    .build());
  }
}
