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
import io.aramaki.kit.security.tls.TlsContexts;
import io.aramaki.type.v1.SignedKeySet;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

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

  /// Consumes a token at the first gateway that answers. With the same token and the same key it
  /// may be repeated.
  ///
  /// @throws EnrolmentFailed if none answers, or one refuses
  /// @throws io.aramaki.kit.security.NotTrusted if the answer does not prove itself
  public Enrolled enrol(
      EnrolmentTokenString token, KeyPair keys, Clock clock, RandomGenerator jitter)
      throws EnrolmentFailed {
    var tls = TlsContexts.pinned(token.org(), token.caSha256(), clock);
    StatusRuntimeException last = null;
    try (var gateways = new Gateways(token.addresses(), tls, jitter)) {
      for (int i = 0; i < token.addresses().size(); i++) {
        Channel channel = gateways.channel();
        try {
          return enrol(channel, token, keys);
        } catch (StatusRuntimeException e) {
          last = e;
          if (e.getStatus().getCode() != Status.Code.UNAVAILABLE) {
            break;
          }
          gateways.failed(channel);
        }
      }
    }
    throw new EnrolmentFailed(
        "enrolment failed at " + token.addresses() + ": " + reason(last),
        Objects.requireNonNull(last));
  }

  private static String reason(@Nullable StatusRuntimeException last) {
    return last == null ? "no gateway" : String.valueOf(last.getMessage());
  }

  private Enrolled enrol(Channel channel, EnrolmentTokenString token, KeyPair keys) {
    EnrolResponse response =
        EnrolmentServiceGrpc.newBlockingStub(channel)
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
