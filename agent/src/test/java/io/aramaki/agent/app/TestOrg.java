package io.aramaki.agent.app;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.aramaki.kit.security.EnrolmentTokenString;
import io.aramaki.kit.security.Identity;
import io.aramaki.kit.security.OrgId;
import io.aramaki.kit.security.Sha256;
import io.aramaki.kit.security.authority.CertificateAuthority;
import io.aramaki.kit.security.authority.ExtraNames;
import io.aramaki.kit.security.sign.KeySets;
import io.aramaki.kit.security.sign.Signatures;
import io.aramaki.kit.security.sign.SigningKey;
import io.aramaki.kit.security.tls.TlsIdentity;
import io.aramaki.type.v1.KeySet;
import io.aramaki.type.v1.SignedDocument;
import io.aramaki.type.v1.SignedKeySet;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/// An organisation with its keys, for tests.
final class TestOrg {
  static final String AGENT_ID = "host-1";
  private static final Duration LIFETIME = Duration.ofDays(1);

  final SecureRandom random = new SecureRandom();
  final Clock clock = Clock.systemUTC();
  final SigningKey root = SigningKey.generate(random);
  final SigningKey actionKey = SigningKey.generate(random);
  final SigningKey checkKey = SigningKey.generate(random);
  final OrgId id = OrgId.of(root.publicKey());
  final CertificateAuthority authority = CertificateAuthority.create(id, random, clock);
  final String agent = "orgs/" + id + "/agents/" + AGENT_ID;
  final String system = "orgs/" + id + "/systems/" + AGENT_ID;

  TlsIdentity gateway(Path directory) {
    return TlsIdentity.create(
        directory,
        authority.issueOwn(Identity.service(id, "gateway", "g1"), ExtraNames.NONE, LIFETIME),
        clock);
  }

  SignedKeySet keySet(long version) {
    try {
      return KeySets.sign(
          root,
          KeySet.newBuilder()
              .setOrg(id.toString())
              .setVersion(version)
              .addKeys(actionKey.published(KeySet.Key.Purpose.ACTION))
              .addKeys(checkKey.published(KeySet.Key.Purpose.CHECK))
              .addCaCertificates(ByteString.copyFrom(authority.certificate().getEncoded()))
              .build());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  EnrolmentTokenString token(String address, byte[] secret) {
    return new EnrolmentTokenString(
        id,
        List.of(address),
        Sha256.of(authority.certificate()),
        "token-1",
        secret,
        clock.instant().plus(Duration.ofHours(1)));
  }

  SignedDocument byCheckKey(Message document) {
    return Signatures.sign(checkKey, document);
  }

  SignedDocument byActionKey(Message document) {
    return Signatures.sign(actionKey, document);
  }
}
