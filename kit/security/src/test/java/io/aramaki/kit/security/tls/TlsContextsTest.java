package io.aramaki.kit.security.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.aramaki.kit.security.Identity;
import io.aramaki.kit.security.Sha256;
import io.aramaki.kit.security.World;
import io.aramaki.kit.security.authority.CertificateAuthority;
import io.aramaki.kit.security.authority.ExtraNames;
import java.net.Socket;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TlsContextsTest {
  private static final String INVENTORY = "inventory.aramaki.internal";

  @TempDir Path directory;
  private final World world = new World();
  private final World strangers = new World();

  @Test
  void handshake_clientOfAnotherOrganisation_isRefusedByTheServer() throws Exception {
    // Given
    var inventory = world.service("inventory");
    var careful = mutual(inventory).sslContext();
    var both = List.of(ca(world), ca(strangers));
    var believing = mutual(world.service("inventory").withAuthorities(both)).sslContext();
    var attacker = attacker(strangers.service("gateway"));

    // When, Then
    assertRefused(attacker, INVENTORY, careful, "PKIX");
    assertRefused(attacker, INVENTORY, believing, "is not a member of organisation");
  }

  @Test
  void handshake_serverOfAnotherOrganisation_isRefused() {
    // Given
    var server = strangers.service("inventory").withAuthorities(List.of(ca(strangers), ca(world)));

    // When, Then
    assertRefused(mutual(world.service("gateway")), INVENTORY, mutual(server), "PKIX");
  }

  @Test
  void handshake_memberOfAnotherOrganisationUnderABelievedAuthority_isRefusedByTheClient() {
    // Given
    var both = List.of(ca(world), ca(strangers));
    var server = world.service("inventory").withAuthorities(both);
    var client = strangers.service("gateway").withAuthorities(both);

    // When, Then
    assertRefused(mutual(client), INVENTORY, mutual(server), "is not a member of organisation");
  }

  @Test
  void handshake_expiredClient_isRefusedByTheServersClock() {
    // Given
    var brief =
        world.authority.issueOwn(
            Identity.agent(world.org, "web-1"), ExtraNames.NONE, Duration.ofHours(1));
    world.clock.advance(Duration.ofHours(1).plusSeconds(1));

    // When, Then
    assertRefused(mutual(brief), INVENTORY, mutual(world.service("inventory")), "validity");
  }

  @Test
  void handshake_expiredServer_isRefusedByTheClientsClock() {
    // Given
    var server = world.service("inventory");
    world.clock.advance(World.DAY.plusSeconds(1));
    var client = world.service("gateway");

    // When, Then
    assertRefused(mutual(client), INVENTORY, mutual(server), "validity");
  }

  @Test
  void handshake_certificateThatBeginsLater_isRefused() {
    // Given
    var server = mutual(world.service("inventory"));
    world.clock.advance(Duration.ofMinutes(-6));

    // When, Then
    assertRefused(mutual(world.service("gateway")), INVENTORY, server, "validity");
  }

  @Test
  void handshake_otherServiceThanExpected_isRefused() {
    assertRefused(
        mutual(world.service("gateway")),
        INVENTORY,
        mutual(world.service("ticketing")),
        "No subject alternative DNS name matching " + INVENTORY);
  }

  @Test
  void handshake_agentAsServer_isRefused() {
    // Given
    var agent = mutual(world.agent("web-1"));

    // When, Then
    assertRefused(
        mutual(world.service("gateway")), "agent.aramaki.internal", agent, "server authentication");
    assertRefused(
        TlsContexts.anonymous(List.of(ca(world)), world.clock),
        "agent.aramaki.internal",
        agent,
        "server authentication");
  }

  @Test
  void handshake_pinnedToAnotherAuthority_isRefused() {
    // Given
    var enrolling = TlsContexts.pinned(world.org, Sha256.of(ca(strangers)), world.clock);
    var impostor = TlsContexts.pinned(world.org, Sha256.of(ca(world)), world.clock);

    // When, Then
    assertRefused(
        enrolling, INVENTORY, mutual(world.service("inventory")), "no authority that is believed");
    assertRefused(
        impostor,
        INVENTORY,
        mutual(strangers.service("inventory")),
        "no authority that is believed");
  }

  @Test
  void handshake_strangerThatAppendsOurAuthorityToItsChain_isRefused() {
    // Given
    var enrolling = TlsContexts.pinned(world.org, Sha256.of(ca(world)), world.clock);
    var chain = new X509Certificate[] {strangers.service("inventory").certificate(), ca(world)};

    // When, Then
    assertThatExceptionOfType(CertificateException.class)
        .isThrownBy(() -> enrolling.trustManager().checkServerTrusted(chain, "EC"));
  }

  @Test
  void handshake_pinnedToTheLeafInsteadOfTheAuthority_isRefused() {
    // Given
    var server = world.service("inventory");
    var enrolling = TlsContexts.pinned(world.org, server.fingerprint(), world.clock);

    // When, Then
    assertRefused(enrolling, INVENTORY, mutual(server), "no authority that is believed");
  }

  @Test
  void handshake_pinnedToTheAuthorityOfAnotherOrganisation_isRefused() {
    // Given
    var enrolling = TlsContexts.pinned(strangers.org, Sha256.of(ca(world)), world.clock);

    // When, Then
    assertRefused(enrolling, INVENTORY, mutual(world.service("inventory")), "is not a member");
  }

  @Test
  void checkTrusted_emptyOrLongChain_isRefused() {
    // Given
    var trust = mutual(world.service("inventory")).trustManager();
    var certificate = world.service("gateway").certificate();
    var many =
        new X509Certificate[] {certificate, certificate, certificate, certificate, certificate};

    // When, Then
    for (var chain : List.of(new X509Certificate[0], many)) {
      assertThatExceptionOfType(CertificateException.class)
          .isThrownBy(() -> trust.checkClientTrusted(chain, "EC", (SSLEngine) null))
          .withMessageContaining("1 to 4 certificates");
      assertThatExceptionOfType(CertificateException.class)
          .isThrownBy(() -> trust.checkServerTrusted(chain, "EC", (Socket) null));
    }
  }

  @Test
  void keyManager_keyTypeThatWeDoNotHave_showsNothing() {
    // Given
    var keys = mutual(world.service("inventory")).keyManager().orElseThrow();

    // When, Then
    assertThat(keys.chooseEngineServerAlias("RSA", null, null)).isNull();
    assertThat(keys.chooseEngineClientAlias(new String[] {"RSA", "EdDSA"}, null, null)).isNull();
    assertThat(keys.getPrivateKey("99")).isNull();
    assertThat(keys.getCertificateChain("other")).isNull();
  }

  @Test
  void keyManagerFactory_clientWithoutCertificate_isRefused() {
    // Given
    var anonymous = TlsContexts.anonymous(List.of(ca(world)), world.clock);

    // When, Then
    assertThatIllegalStateException().isThrownBy(anonymous::keyManagerFactory);
    assertThat(anonymous.keyManager()).isEmpty();
  }

  @Test
  void handshake_membersOfOneOrganisation_seeEachOther() throws SSLException {
    // Given
    var client = world.agent("web-1");
    var server = world.service("inventory");

    // When
    var done = new Handshake(mutual(client), INVENTORY, mutual(server)).run();

    // Then
    assertThat(done.clientSeen()).contains(client.certificate());
    assertThat(done.serverSeen()).contains(server.certificate());
    assertThat(done.protocol()).isEqualTo("TLSv1.3");
  }

  @Test
  void handshake_clientThatEnrols_isSeenWithoutCertificate() throws SSLException {
    // Given
    var enrolling = TlsContexts.pinned(world.org, Sha256.of(ca(world)), world.clock);

    // When
    var done = new Handshake(enrolling, INVENTORY, mutual(world.service("inventory"))).run();

    // Then
    assertThat(done.clientSeen()).isEmpty();
  }

  @Test
  void handshake_personAtAPublicName_succeeds() throws SSLException {
    // Given
    var door =
        world.authority.issueOwn(
            Identity.service(world.org, "gateway", "a1"),
            new ExtraNames(List.of("aramaki.example", "127.0.0.1")),
            World.DAY);
    var person = TlsContexts.anonymous(List.of(ca(world)), world.clock);

    // When
    var byName = new Handshake(person, "aramaki.example", mutual(door)).run();
    var byAddress = new Handshake(person, "127.0.0.1", mutual(door)).run();

    // Then
    assertThat(byName.serverSeen()).contains(door.certificate());
    assertThat(byAddress.serverSeen()).contains(door.certificate());
  }

  @Test
  void handshake_afterReplacement_showsTheNewCertificateWithTheOldContext() throws SSLException {
    // Given
    var identity =
        TlsIdentity.create(directory.resolve("s"), world.service("inventory"), world.clock);
    var server = TlsContexts.mutual(identity);
    var next = world.service("inventory");
    identity.replace(next);

    // When
    var done = new Handshake(mutual(world.service("gateway")), INVENTORY, server).run();

    // Then
    assertThat(done.serverSeen()).contains(next.certificate());
  }

  @Test
  void keyManager_replacementBetweenChainAndKey_answersTheKeyOfTheChain() {
    // Given
    var first = world.service("inventory");
    var identity = TlsIdentity.create(directory.resolve("s"), first, world.clock);
    X509ExtendedKeyManager keys = TlsContexts.mutual(identity).keyManager().orElseThrow();
    var alias = keys.chooseEngineServerAlias("EC", null, null);

    // When
    identity.replace(world.service("inventory"));

    // Then
    assertThat(keys.getPrivateKey(String.valueOf(alias))).isEqualTo(first.key());
    assertThat(keys.getCertificateChain(String.valueOf(alias))).startsWith(first.certificate());
    assertThat(keys.chooseEngineServerAlias("EC", null, null)).isNotEqualTo(alias);
  }

  @Test
  void handshake_duringTheChangeOfTheAuthority_oldAndNewMembersMeet() throws SSLException {
    // Given
    var next = CertificateAuthority.create(world.org, World.RANDOM, world.clock);
    var both = List.of(next.certificate(), ca(world));
    var old = world.service("gateway").withAuthorities(both);
    var renewed =
        next.issueOwn(Identity.service(world.org, "inventory", "a1"), ExtraNames.NONE, World.DAY)
            .withAuthorities(both);

    // When
    var done = new Handshake(mutual(old), INVENTORY, mutual(renewed)).run();

    // Then
    assertThat(done.serverSeen()).contains(renewed.certificate());
    assertThat(done.clientSeen()).contains(old.certificate());
  }

  @Test
  void keyManagerFactory_member_passesTheManagerOn() {
    // Given
    var tls = mutual(world.service("gateway"));

    // When
    var managers = tls.keyManagerFactory().getKeyManagers();

    // Then
    assertThat(managers).hasSize(1);
    assertThat(tls.keyManager()).isEqualTo(Optional.of(managers[0]));
    assertThat(tls.trustManager().getAcceptedIssuers()).containsExactly(ca(world));
  }

  private TlsContexts mutual(KeyMaterial material) {
    var own = directory.resolve(Sha256.of(material.certificate()).hex());
    return TlsContexts.mutual(TlsIdentity.create(own, material, world.clock));
  }

  /// A client that believes our servers and shows a certificate that our own code would not show
  /// there.
  private SSLContext attacker(KeyMaterial shown) throws Exception {
    var context = SSLContext.getInstance("TLSv1.3");
    var trust = TlsContexts.anonymous(List.of(ca(world)), world.clock).trustManager();
    context.init(
        mutual(shown).keyManagerFactory().getKeyManagers(), new TrustManager[] {trust}, null);
    return context;
  }

  private static X509Certificate ca(World of) {
    return of.authority.certificate();
  }

  private static void assertRefused(
      TlsContexts client, String hostName, TlsContexts server, String because) {
    assertRefused(client.sslContext(), hostName, server.sslContext(), because);
  }

  private static void assertRefused(
      SSLContext client, String hostName, SSLContext server, String because) {
    assertThatExceptionOfType(SSLException.class)
        .isThrownBy(() -> new Handshake(client, hostName, server).run())
        .satisfies(e -> {
          var messages = new StringBuilder();
          for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            messages.append(cause.getMessage()).append('\n');
          }
          assertThat(messages.toString()).contains(because);
        });
  }
}
