package io.aramaki.kit.grpc.matrix;

import com.google.protobuf.ByteString;
import io.aramaki.kit.grpc.access.GrpcSecurity;
import io.aramaki.kit.grpc.access.RevokedCertificates;
import io.aramaki.kit.grpc.access.Rights;
import io.aramaki.kit.grpc.access.RightsSource;
import io.aramaki.kit.grpc.access.SystemOf;
import io.aramaki.kit.security.Identity;
import io.aramaki.kit.security.OrgId;
import io.aramaki.kit.security.Secrets;
import io.aramaki.kit.security.Sha256;
import io.aramaki.kit.security.authority.CertificateAuthority;
import io.aramaki.kit.security.authority.ExtraNames;
import io.aramaki.kit.security.sign.InternalTokens;
import io.aramaki.kit.security.sign.InternalTokens.Audience;
import io.aramaki.kit.security.sign.KeySets;
import io.aramaki.kit.security.sign.SigningKey;
import io.aramaki.kit.security.sign.TrustedKeys;
import io.aramaki.kit.security.tls.KeyMaterial;
import io.aramaki.kit.security.tls.TlsIdentity;
import io.aramaki.type.v1.KeySet;
import io.aramaki.type.v1.Principal;
import io.aramaki.type.v1.Right;
import io.aramaki.type.v1.Role;
import io.aramaki.type.v1.SignedToken;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// An organisation with real keys, for tests: an authority, members of every kind, a mint for
/// internal tokens, and people with rights.
///
/// The people are `viewer` and `admin` of the whole organisation, `operator` of
/// `systems/elsewhere`, and `nobody` without rights; [#grant] adds more.
public final class TestOrganisation {
  private static final Duration LIFETIME = Duration.ofHours(1);
  private static final Duration TOKEN_LIFETIME = Duration.ofSeconds(60);
  private static final String ELSEWHERE = "elsewhere";

  private final Path directory;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private final OrgId org;
  private final CertificateAuthority authority;
  private final SigningKey tokenKey = SigningKey.generate(random);
  private final TrustedKeys keys;
  private final Map<String, Rights> rights = new ConcurrentHashMap<>();
  private final RevokedCertificates revocations = new RevokedCertificates();
  private final AtomicInteger members = new AtomicInteger();
  private final MemoryAuditLog audit;

  /// Makes an organisation.
  ///
  /// @param directory where the members' keys are kept
  /// @param clock by which certificates and tokens live
  public TestOrganisation(Path directory, Clock clock) {
    this.directory = directory;
    this.clock = clock;
    SigningKey root = SigningKey.generate(random);
    this.org = OrgId.of(root.publicKey());
    this.authority = CertificateAuthority.create(org, random, clock);
    this.keys = KeySets.verify(KeySets.sign(root, keySet()), org);
    this.audit = new MemoryAuditLog(clock);
    grant("viewer", Right.newBuilder().setRole(Role.VIEWER).setOrganisationWide(true).build());
    grant("admin", Right.newBuilder().setRole(Role.ADMIN).setOrganisationWide(true).build());
    grant(
        "operator",
        Right.newBuilder().setRole(Role.OPERATOR).addSystems(system(ELSEWHERE)).build());
    grant("nobody");
  }

  private KeySet keySet() {
    try {
      return KeySet.newBuilder()
          .setOrg(org.value())
          .setVersion(1)
          .addKeys(tokenKey.published(KeySet.Key.Purpose.TOKEN))
          .addCaCertificates(ByteString.copyFrom(authority.certificate().getEncoded()))
          .build();
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate that was made here cannot be encoded", e);
    }
  }

  public OrgId org() {
    return org;
  }

  /// Answers the keys in force, for those who verify.
  public TrustedKeys keys() {
    return keys;
  }

  /// Answers the clock by which certificates and tokens live.
  public Clock clock() {
    return clock;
  }

  public CertificateAuthority authority() {
    return authority;
  }

  /// Answers the certificates that are revoked; adding one revokes it.
  public RevokedCertificates revocations() {
    return revocations;
  }

  public MemoryAuditLog audit() {
    return audit;
  }

  /// Answers the rights of the people, as inventory would.
  public RightsSource rights() {
    return principal -> rights.getOrDefault(principal, Rights.NONE);
  }

  /// Gives a person rights, instead of those before.
  public void grant(String user, Right... held) {
    rights.put(user(user), Rights.of(List.of(held)));
  }

  /// Answers what a server of this organisation needs to be secure.
  public GrpcSecurity security(SystemOf systemOf) {
    var verifier = new InternalTokens.Verifier(() -> keys, clock);
    return new GrpcSecurity(verifier::verify, rights(), systemOf, revocations, audit);
  }

  /// Answers `orgs/{org}/users/{user}`.
  public String user(String user) {
    return org.resourceName() + "/users/" + user;
  }

  /// Answers `orgs/{org}/systems/{system}`.
  public String system(String system) {
    return org.resourceName() + "/systems/" + system;
  }

  /// Answers `orgs/{org}/agents/{agent}`.
  public String agent(String agent) {
    return org.resourceName() + "/agents/" + agent;
  }

  /// Makes a service with a certificate of its own.
  public TlsIdentity service(String service) {
    return member(issue(authority, Identity.service(org, service, instance())));
  }

  /// Makes an agent with a certificate of its own.
  public TlsIdentity agentIdentity(String agent) {
    return member(issue(authority, Identity.agent(org, agent)));
  }

  /// Makes a service whose certificate ended an hour ago.
  public TlsIdentity expiredService(String service) {
    Clock before = Clock.offset(clock, LIFETIME.multipliedBy(-2));
    var old = CertificateAuthority.restore(authority.secretBytes(), org, random, before);
    return member(issue(old, Identity.service(org, service, instance())));
  }

  /// Makes a service that another authority certified to be ours. It believes us; we must not
  /// believe it.
  public TlsIdentity forgedService(String service) {
    var foreign = CertificateAuthority.create(org, random, clock);
    KeyMaterial forged = issue(foreign, Identity.service(org, service, instance()));
    return member(forged.withAuthorities(List.of(foreign.certificate(), authority.certificate())));
  }

  /// Mints the internal token of a person.
  ///
  /// @param presenter who will show it
  public SignedToken token(String user, Audience audience, Sha256 presenter) {
    return mint(clock).mint(principal(user), audience, presenter, TOKEN_LIFETIME);
  }

  /// Mints a token that ended a minute ago.
  public SignedToken expiredToken(String user, Audience audience, Sha256 presenter) {
    Clock before = Clock.offset(clock, TOKEN_LIFETIME.multipliedBy(-2));
    return mint(before).mint(principal(user), audience, presenter, TOKEN_LIFETIME);
  }

  /// Answers who plays all kinds of caller against one server.
  ///
  /// @param service the name of the service there
  /// @param port where it listens on 127.0.0.1
  public MemberCallers callers(String service, int port) {
    return new MemberCallers(this, service, port);
  }

  private InternalTokens.Mint mint(Clock at) {
    return new InternalTokens.Mint(tokenKey, at, new Secrets(random));
  }

  private Principal principal(String user) {
    return Principal.newBuilder().setName(user(user)).setKind(Principal.Kind.USER).build();
  }

  private static KeyMaterial issue(CertificateAuthority by, Identity holder) {
    return by.issueOwn(holder, ExtraNames.NONE, LIFETIME);
  }

  private String instance() {
    return "i" + members.incrementAndGet();
  }

  private TlsIdentity member(KeyMaterial material) {
    return TlsIdentity.create(
        directory.resolve("member-" + members.incrementAndGet()), material, clock);
  }
}
