package io.aramaki.agent.session;

import com.google.protobuf.ByteString;
import io.aramaki.inventory.v1.EnrolRequest;
import io.aramaki.inventory.v1.EnrolResponse;
import io.aramaki.inventory.v1.EnrolmentServiceGrpc;
import io.aramaki.inventory.v1.RenewCertificateRequest;
import io.aramaki.kit.security.Certificates;
import io.aramaki.kit.security.EnrolmentTokenString;
import io.aramaki.kit.security.OrgId;
import io.aramaki.kit.security.sign.KeySets;
import io.aramaki.kit.security.sign.TrustedKeys;
import io.aramaki.kit.security.tls.CertificateRequests;
import io.aramaki.kit.security.tls.KeyMaterial;
import io.aramaki.type.v1.SignedKeySet;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Gets certificates from inventory, through the gateway.
public final class Enrolment {
  private static final long DEADLINE_SECONDS = 15;

  private final SecureRandom random;

  public Enrolment(SecureRandom random) {
    this.random = random;
  }

  /// What an enrolment gives.
  ///
  /// @param name the agent, by resource name
  /// @param system the system that its host is
  /// @param material key, certificate and authorities
  /// @param keySet the organisation's keys, verified
  public record Enrolled(String name, String system, KeyMaterial material, SignedKeySet keySet) {}

  /// Consumes a token. With the same token and the same key it may be repeated.
  ///
  /// @param gateways connected without a certificate and pinned to the token's authority
  /// @throws io.grpc.StatusRuntimeException if the gateway refuses or does not answer
  /// @throws io.aramaki.kit.security.NotTrusted if the answer does not prove itself
  public Enrolled enrol(Gateways gateways, EnrolmentTokenString token, KeyPair keys) {
    EnrolResponse response =
        EnrolmentServiceGrpc.newBlockingStub(gateways.channel())
            .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
            .enrol(
                EnrolRequest.newBuilder()
                    .setTokenId(token.tokenId())
                    .setSecret(ByteString.copyFrom(token.secret()))
                    .setCertificateRequest(request(keys))
                    .build());
    TrustedKeys trusted = KeySets.verify(response.getKeySet(), token.org());
    return new Enrolled(
        response.getName(),
        response.getSystem(),
        material(response, keys, trusted),
        response.getKeySet());
  }

  /// Asks for another certificate with another key, showing the present one.
  public KeyMaterial renew(Gateways gateways, OrgId org) {
    KeyPair keys = CertificateRequests.newKeys(random);
    EnrolResponse response =
        EnrolmentServiceGrpc.newBlockingStub(gateways.channel())
            .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
            .renewCertificate(
                RenewCertificateRequest.newBuilder().setCertificateRequest(request(keys)).build());
    return material(response, keys, KeySets.verify(response.getKeySet(), org));
  }

  private ByteString request(KeyPair keys) {
    return ByteString.copyFrom(CertificateRequests.request(keys, random));
  }

  private static KeyMaterial material(EnrolResponse response, KeyPair keys, TrustedKeys trusted) {
    List<byte[]> chain =
        response.getCertificateChainList().stream().map(ByteString::toByteArray).toList();
    return new KeyMaterial(
        keys.getPrivate(), Certificates.parseChain(chain), trusted.authorities());
  }
}
