package io.aramaki.gateway.testing;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.aramaki.kit.grpc.access.GrpcSecurity;
import io.aramaki.kit.grpc.access.RevokedCertificates;
import io.aramaki.kit.grpc.access.RightsSource;
import io.aramaki.kit.grpc.access.SystemOf;
import io.aramaki.kit.grpc.matrix.MemoryAuditLog;
import io.aramaki.kit.member.Member;
import io.aramaki.kit.security.Identity;
import io.aramaki.kit.security.OrgId;
import io.aramaki.kit.security.Secrets;
import io.aramaki.kit.security.Sha256;
import io.aramaki.kit.security.authority.CertificateAuthority;
import io.aramaki.kit.security.authority.ExtraNames;
import io.aramaki.kit.security.sign.InternalTokens;
import io.aramaki.kit.security.sign.KeySetFile;
import io.aramaki.kit.security.sign.KeySets;
import io.aramaki.kit.security.sign.SigningKey;
import io.aramaki.kit.security.tls.KeyMaterial;
import io.aramaki.kit.security.tls.TlsIdentity;
import io.aramaki.type.v1.KeySet;
import io.aramaki.type.v1.Principal;
import io.aramaki.type.v1.SignedKeySet;
import io.aramaki.type.v1.SignedToken;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
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
  private final SecureRandom random = new SecureRandom();
  private final SigningKey root;
  private final OrgId org;
  private final CertificateAuthority authority;
  private final SignedKeySet keySet;
  private final AtomicInteger made = new AtomicInteger();

  /// @param directory where keys are kept
  /// @param clock by which certificates are issued and checked
  public TestOrg(Path directory, Clock clock) {
    this.directory = directory;
    this.clock = clock;
    this.root = SigningKey.generate(random);
    this.org = OrgId.of(root.publicKey());
    this.authority = CertificateAuthority.create(org, random, clock);
    this.keySet = signKeySet();
  }

  /// Answers the organisation's key set.
  public SignedKeySet keySet() {
    return keySet;
  }

  private SignedKeySet signKeySet() {
    try {
      return KeySets.sign(
          root,
          KeySet.newBuilder()
              .setOrg(org.value())
              .setVersion(1)
              .addKeys(root.published(KeySet.Key.Purpose.TOKEN))
              .addCaCertificates(ByteString.copyFrom(authority().getEncoded()))
              .setIssueTime(Timestamp.newBuilder().setSeconds(clock.instant().getEpochSecond()))
              .build());
    } catch (CertificateEncodingException e) {
      throw new AssertionError(e);
    }
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

  /// Answers a directory with a service's key and certificate, as a process finds it.
  public Path serviceDirectory(String service) {
    Path path = directory.resolve("identity-of-" + service);
    TlsIdentity.create(
        path,
        authority.issueOwn(Identity.service(org, service, "test-1"), localhost(), LIFETIME),
        clock);
    KeySetFile.create(Member.keySetFile(path), org, keySet());
    return path;
  }

  /// Answers what a service needs to be secure, with real tokens and a table of rights.
  GrpcSecurity security(RightsSource rights, SystemOf systemOf) {
    var keys = KeySets.verify(keySet(), org);
    var verifier = new InternalTokens.Verifier(() -> keys, clock);
    return new GrpcSecurity(
        verifier::verify, rights, systemOf, new RevokedCertificates(), new MemoryAuditLog(clock));
  }

  /// Mints the internal token of a person, as inventory does.
  SignedToken token(String user, InternalTokens.Audience audience, Sha256 presenter) {
    return new InternalTokens.Mint(root, clock, new Secrets(random))
        .mint(
            Principal.newBuilder().setName(user).setKind(Principal.Kind.USER).build(),
            audience,
            presenter,
            InternalTokens.LIFETIME_MAX);
  }

  /// Answers the identity of an agent that another authority certified to be ours. It believes us;
  /// we must not believe it.
  public TlsIdentity foreignAgent(String agent) {
    var foreign = CertificateAuthority.create(org, random, clock);
    KeyMaterial forged =
        foreign
            .issueOwn(Identity.agent(org, agent), ExtraNames.NONE, LIFETIME)
            .withAuthorities(List.of(foreign.certificate(), authority()));
    return TlsIdentity.create(
        directory.resolve("identity-" + made.incrementAndGet()), forged, clock);
  }

  /// Answers the identity of an agent whose certificate ended an hour ago.
  public TlsIdentity expiredAgent(String agent) {
    Clock before = Clock.offset(clock, LIFETIME.multipliedBy(-2));
    var old = CertificateAuthority.restore(authority.secretBytes(), org, random, before);
    return identity(old, Identity.agent(org, agent), LIFETIME);
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
    return identity(authority, identity, lifetime);
  }

  private TlsIdentity identity(CertificateAuthority by, Identity identity, Duration lifetime) {
    KeyMaterial material =
        by.issueOwn(identity, identity.isAgent() ? ExtraNames.NONE : localhost(), lifetime);
    return TlsIdentity.create(
        directory.resolve("identity-" + made.incrementAndGet()), material, clock);
  }

  private static ExtraNames localhost() {
    return new ExtraNames(List.of("localhost", "127.0.0.1"));
  }
}
