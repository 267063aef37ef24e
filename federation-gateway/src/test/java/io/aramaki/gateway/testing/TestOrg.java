package io.aramaki.gateway.testing;

import io.aramaki.kit.security.Identity;
import io.aramaki.kit.security.OrgId;
import io.aramaki.kit.security.authority.CertificateAuthority;
import io.aramaki.kit.security.authority.ExtraNames;
import io.aramaki.kit.security.tls.KeyMaterial;
import io.aramaki.kit.security.tls.TlsIdentity;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// An organisation with a real authority, which gives certificates to whoever a test needs.
public final class TestOrg {
  private static final Duration LIFETIME = Duration.ofHours(1);

  private final Path directory;
  private final Clock clock;
  private final OrgId org;
  private final CertificateAuthority authority;
  private final AtomicInteger made = new AtomicInteger();

  /// @param directory where keys are kept
  /// @param clock by which certificates are issued and checked
  public TestOrg(Path directory, Clock clock) {
    this.directory = directory;
    this.clock = clock;
    var random = new SecureRandom();
    try {
      this.org = OrgId.of(KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPublic());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
    this.authority = CertificateAuthority.create(org, random, clock);
  }

  public OrgId id() {
    return org;
  }

  public X509Certificate authority() {
    return authority.certificate();
  }

  public TlsIdentity service(String service) {
    return identity(Identity.service(org, service, "test-1"), LIFETIME);
  }

  public TlsIdentity agent(String agent) {
    return agent(agent, LIFETIME);
  }

  public TlsIdentity agent(String agent, Duration lifetime) {
    return identity(Identity.agent(org, agent), lifetime);
  }

  /// Answers fresh key material, to replace a service's certificate with.
  public KeyMaterial renewed(String service) {
    return authority.issueOwn(Identity.service(org, service, "test-1"), localhost(), LIFETIME);
  }

  private TlsIdentity identity(Identity identity, Duration lifetime) {
    KeyMaterial material =
        authority.issueOwn(identity, identity.isAgent() ? ExtraNames.NONE : localhost(), lifetime);
    return TlsIdentity.create(
        directory.resolve("identity-" + made.incrementAndGet()), material, clock);
  }

  private static ExtraNames localhost() {
    return new ExtraNames(List.of("localhost", "127.0.0.1"));
  }
}
