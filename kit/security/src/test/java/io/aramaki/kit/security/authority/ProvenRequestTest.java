package io.aramaki.kit.security.authority;

import static io.aramaki.kit.security.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.kit.security.Mutations;
import io.aramaki.kit.security.NotTrusted;
import io.aramaki.kit.security.NotTrusted.Reason;
import io.aramaki.kit.security.World;
import io.aramaki.kit.security.tls.CertificateRequests;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.Test;

final class ProvenRequestTest {

  @Test
  void parse_damagedBytes_areRefused() {
    // Given
    var pkcs10 = CertificateRequests.create(World.RANDOM).pkcs10();

    // When, Then
    Mutations.each(
        pkcs10,
        changed -> {
          try {
            ProvenRequest.parse(changed);
            throw new AssertionError("a damaged request was accepted");
          } catch (NotTrusted e) {
            assertThat(e.reason()).isIn(Reason.MALFORMED, Reason.FORGED);
          }
        });
  }

  @Test
  void parse_hugeInput_isRefused() {
    assertRefused(Reason.MALFORMED, () -> ProvenRequest.parse(new byte[8193]));
  }

  @Test
  void parse_keyOfAnotherKind_isRefused() throws Exception {
    // Given
    var rsa = KeyPairGenerator.getInstance("RSA");
    rsa.initialize(2048);
    var ed25519 = KeyPairGenerator.getInstance("Ed25519");
    var p384 = KeyPairGenerator.getInstance("EC");
    p384.initialize(new ECGenParameterSpec("secp384r1"));

    // When, Then
    assertRefused(Reason.MALFORMED, () -> parse(rsa.generateKeyPair(), "SHA256withRSA"));
    assertRefused(Reason.MALFORMED, () -> parse(ed25519.generateKeyPair(), "Ed25519"));
    assertRefused(Reason.MALFORMED, () -> parse(p384.generateKeyPair(), "SHA256withECDSA"));
  }

  @Test
  void parse_weakSignature_isRefused() {
    // Given
    var keys = CertificateRequests.newKeys(World.RANDOM);

    // When, Then
    assertRefused(Reason.MALFORMED, () -> parse(keys, "SHA1withECDSA"));
  }

  @Test
  void parse_signedByAnotherKeyThanItAsksFor_isRefused() {
    // Given
    var wanted = CertificateRequests.newKeys(World.RANDOM);
    var held = CertificateRequests.newKeys(World.RANDOM);

    // When, Then
    assertRefused(
        Reason.FORGED,
        () -> ProvenRequest.parse(request(wanted.getPublic(), held, "SHA256withECDSA")));
  }

  @Test
  void parse_ownRequest_answersItsKey() throws Exception {
    // Given
    var keyed = CertificateRequests.create(World.RANDOM);

    // When
    var checked = ProvenRequest.parse(keyed.pkcs10());

    // Then
    assertThat(checked.key()).isEqualTo(keyed.keys().getPublic());
    assertThat(new PKCS10CertificationRequest(keyed.pkcs10()).getSubject())
        .isEqualTo(new X500Name(""));
    assertThat(
            ProvenRequest.parse(CertificateRequests.request(keyed.keys(), World.RANDOM))
                .keySha256())
        .isEqualTo(checked.keySha256());
  }

  private static ProvenRequest parse(KeyPair keys, String algorithm) throws Exception {
    return ProvenRequest.parse(request(keys.getPublic(), keys, algorithm));
  }

  private static byte[] request(PublicKey wanted, KeyPair held, String algorithm) throws Exception {
    return new JcaPKCS10CertificationRequestBuilder(new X500Name("CN=x"), wanted)
        .build(new JcaContentSignerBuilder(algorithm).build(held.getPrivate()))
        .getEncoded();
  }
}
