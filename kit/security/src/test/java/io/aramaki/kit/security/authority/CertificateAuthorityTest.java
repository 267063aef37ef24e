package io.aramaki.kit.security.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.aramaki.kit.security.Identity;
import io.aramaki.kit.security.Mutations;
import io.aramaki.kit.security.TestClock;
import io.aramaki.kit.security.World;
import io.aramaki.kit.security.tls.CertificateRequests;
import io.aramaki.kit.security.tls.KeyMaterial;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CertificateAuthorityTest {
  private static final String SERVER = "1.3.6.1.5.5.7.3.1";
  private static final String CLIENT = "1.3.6.1.5.5.7.3.2";

  private final World world = new World();
  private final Identity web = Identity.agent(world.org, "web-1");
  private final ProvenRequest request =
      ProvenRequest.parse(CertificateRequests.create(World.RANDOM).pkcs10());

  @Test
  void issue_requestThatNamesItselfInventoryAndAuthority_isIssuedWithoutItsNames()
      throws Exception {
    // Given
    var keys = CertificateRequests.newKeys(World.RANDOM);
    var boastful = ProvenRequest.parse(boastfulRequest(keys));

    // When
    var leaf = world.authority.issue(boastful, web, ExtraNames.NONE, World.DAY).getFirst();

    // Then
    assertThat(Identity.of(leaf)).isEqualTo(web);
    assertThat(names(leaf))
        .containsExactlyInAnyOrder(web.uri(), "agent.aramaki.internal")
        .doesNotContain("inventory.aramaki.internal");
    assertThat(leaf.getSubjectX500Principal().getName())
        .contains("CN=web-1")
        .doesNotContain("evil");
    assertThat(leaf.getBasicConstraints()).isEqualTo(-1);
    assertThat(leaf.getExtendedKeyUsage()).containsExactly(CLIENT);
    assertThat(leaf.getPublicKey()).isEqualTo(keys.getPublic());
  }

  @Test
  void issue_forAnotherOrganisation_isRefused() {
    // Given
    var foreign = Identity.agent(new World().org, "web-1");

    // When, Then
    assertThatIllegalArgumentException()
        .isThrownBy(() -> world.authority.issue(request, foreign, ExtraNames.NONE, World.DAY));
  }

  @Test
  void issue_extraNamesForAnAgent_isRefused() {
    // Given
    var names = new ExtraNames(List.of("example.org"));

    // When, Then
    assertThatIllegalArgumentException()
        .isThrownBy(() -> world.authority.issue(request, web, names, World.DAY));
  }

  @Test
  void issue_lifetimeOutsideItsLimits_isRefused() {
    for (var lifetime :
        List.of(
            Duration.ZERO,
            Duration.ofSeconds(-1),
            CertificateAuthority.LIFETIME_MAX.plusSeconds(1))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> world.authority.issue(request, web, ExtraNames.NONE, lifetime));
    }
  }

  @Test
  void issue_nearTheAuthoritysEnd_isShortenedAndThenRefused() {
    // Given
    var end = world.authority.certificate().getNotAfter().toInstant();
    world.clock.set(end.minusSeconds(60));

    // When
    var leaf = world.authority.issue(request, web, ExtraNames.NONE, World.DAY).getFirst();

    // Then
    assertThat(leaf.getNotAfter().toInstant()).isEqualTo(end);
    world.clock.set(end);
    assertThatIllegalStateException()
        .isThrownBy(() -> world.authority.issue(request, web, ExtraNames.NONE, World.DAY));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "inventory.aramaki.internal",
        "INVENTORY.ARAMAKI.INTERNAL",
        "aramaki.internal",
        "*.aramaki.internal",
        "",
        "a b",
        "a..b",
        "-a.example",
        "*",
        "a.*.example",
        "aramaki://x/agent/y",
        "999.1.1.1",
        "[::1]",
        "host:443",
        "inventory.aramaki.internal."
      })
  void extraNames_internalOrBrokenName_isRefused(String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> new ExtraNames(List.of(name)));
  }

  @Test
  void extraNames_tooMany_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ExtraNames(Collections.nCopies(33, "a.example")));
  }

  @Test
  void restore_damagedBytesOrAnotherOrganisations_isRefused() {
    // Given
    var other = new World();

    // When, Then
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            CertificateAuthority.restore(
                world.authority.secretBytes(), other.org, World.RANDOM, world.clock))
        .withMessageContaining(other.org.value());
    Mutations.each(
        world.authority.secretBytes(),
        changed -> {
          try {
            CertificateAuthority.restore(changed, world.org, World.RANDOM, world.clock);
          } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).contains("stored authority");
          }
        });
  }

  @Test
  void restore_keyOfAnotherAuthority_isRefused() {
    // Given
    var mine = world.authority.secretBytes();
    var others = CertificateAuthority.create(world.org, World.RANDOM, world.clock).secretBytes();
    int keyBytes = 2 + ByteBuffer.wrap(mine).getShort();
    var mixed = mine.clone();
    System.arraycopy(others, 0, mixed, 0, keyBytes);

    // When, Then
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> CertificateAuthority.restore(mixed, world.org, World.RANDOM, world.clock));
  }

  @Test
  void restore_secretBytes_issuesUnderTheSameAuthority() throws GeneralSecurityException {
    // Given
    var restored =
        CertificateAuthority.restore(
            world.authority.secretBytes(), world.org, World.RANDOM, world.clock);

    // When
    var chain = restored.issue(request, web, ExtraNames.NONE, World.DAY);

    // Then
    assertThat(chain.getLast()).isEqualTo(world.authority.certificate());
    chain.getFirst().verify(world.authority.certificate().getPublicKey());
  }

  @Test
  void issue_service_namesItForServersAndClients() throws Exception {
    // Given
    var gateway = Identity.service(world.org, "gateway", "a1");
    var extra = new ExtraNames(List.of("aramaki.example", "192.0.2.1", "2001:db8::1"));

    // When
    var chain = world.authority.issue(request, gateway, extra, World.DAY);

    // Then
    var leaf = chain.getFirst();
    assertThat(chain).hasSize(2).endsWith(world.authority.certificate());
    assertThat(names(leaf))
        .containsExactlyInAnyOrder(
            gateway.uri(),
            "gateway.aramaki.internal",
            "aramaki.example",
            "192.0.2.1",
            "2001:db8:0:0:0:0:0:1");
    assertThat(leaf.getExtendedKeyUsage()).containsExactly(SERVER, CLIENT);
    assertThat(leaf.getNotBefore().toInstant())
        .isEqualTo(TestClock.START.minus(CertificateAuthority.CLOCK_DIFFERENCE_MAX));
    assertThat(leaf.getNotAfter().toInstant()).isEqualTo(TestClock.START.plus(World.DAY));
    assertThat(leaf.getSerialNumber().bitLength()).isBetween(80, 127);
  }

  @Test
  void issue_agentsRequest_isUsableWithItsKey() {
    // Given
    var keyed = CertificateRequests.create(World.RANDOM);
    var checked = ProvenRequest.parse(keyed.pkcs10());

    // When
    var chain = world.authority.issue(checked, web, ExtraNames.NONE, World.DAY);

    // Then
    var material =
        new KeyMaterial(keyed.keys().getPrivate(), chain, List.of(world.authority.certificate()));
    assertThat(material.identity()).isEqualTo(web);
    assertThat(material.toString()).contains(web.uri());
  }

  @Test
  void create_authority_mayIssueLeavesOnly() {
    // When
    var ca = world.authority.certificate();

    // Then
    assertThat(ca.getBasicConstraints()).isZero();
    assertThat(ca.getKeyUsage()).startsWith(false, false, false, false, false, true, true);
    assertThat(ca.getCriticalExtensionOIDs())
        .contains(Extension.basicConstraints.getId(), Extension.keyUsage.getId());
  }

  private static byte[] boastfulRequest(KeyPair keys) throws Exception {
    var extensions = new ExtensionsGenerator();
    extensions.addExtension(Extension.basicConstraints, true, new BasicConstraints(9));
    extensions.addExtension(
        Extension.subjectAlternativeName,
        false,
        new GeneralNames(new GeneralName(GeneralName.dNSName, "inventory.aramaki.internal")));
    return request(keys, extensions);
  }

  private static byte[] request(KeyPair keys, ExtensionsGenerator extensions)
      throws OperatorCreationException, IOException {
    return new JcaPKCS10CertificationRequestBuilder(
            new X500Name("CN=evil,O=inventory"), keys.getPublic())
        .addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions.generate())
        .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
        .getEncoded();
  }

  private static List<String> names(X509Certificate certificate)
      throws CertificateParsingException {
    var names = certificate.getSubjectAlternativeNames();
    return (names == null ? List.<List<?>>of() : names)
        .stream().map(name -> (String) name.getLast()).collect(Collectors.toList());
  }
}
