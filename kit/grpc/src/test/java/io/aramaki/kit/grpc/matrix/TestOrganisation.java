package io.aramaki.kit.grpc.matrix;

import com.google.protobuf.ByteString;
import io.aramaki.kit.grpc.access.GrpcSecurity;
import io.aramaki.kit.grpc.access.RevokedCertificates;
import io.aramaki.kit.grpc.access.Rights;
import io.aramaki.kit.grpc.access.RightsSource;
import io.aramaki.kit.grpc.access.SystemOf;
import io.aramaki.kit.security.OrgId;
import io.aramaki.kit.security.Sha256;
import io.aramaki.kit.security.authority.CertificateAuthority;
import io.aramaki.kit.security.sign.InternalTokens;
import io.aramaki.kit.security.sign.InternalTokens.Audience;
import io.aramaki.kit.security.sign.KeySets;
import io.aramaki.kit.security.sign.SigningKey;
import io.aramaki.kit.security.sign.TrustedKeys;
import io.aramaki.kit.security.tls.TlsIdentity;
import io.aramaki.type.v1.KeySet;
import io.aramaki.type.v1.Right;
import io.aramaki.type.v1.Role;
import io.aramaki.type.v1.SignedToken;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// An organisation with real keys, for tests: an authority, members of every kind, a mint for
/// internal tokens, and people with rights.
///
/// The people are `viewer`, `writer` and `admin` of the whole organisation, `operator` of
/// `systems/elsewhere`, and `nobody` without rights; [#grant] adds more.
public final class TestOrganisation implements Organisation {
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
  private final MemoryAuditLog audit;
  private final Papers papers = new Papers(this);

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
    grant("writer", Right.newBuilder().setRole(Role.WRITER).setOrganisationWide(true).build());
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

  @Override
  public OrgId org() {
    return org;
  }

  /// Answers the keys in force, for those who verify.
  public TrustedKeys keys() {
    return keys;
  }

  @Override
  public Clock clock() {
    return clock;
  }

  @Override
  public CertificateAuthority authority() {
    return authority;
  }

  @Override
  public SigningKey tokenKey() {
    return tokenKey;
  }

  @Override
  public Path directory() {
    return directory;
  }

  @Override
  public People people() {
    return new People("nobody", "viewer", "writer", "operator", "admin");
  }

  @Override
  public Agent agent() {
    return new Agent(agent("host1"), Sha256.of("host1".getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public void revoke(Set<Sha256> certificates) {
    revocations.add(certificates);
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
    return papers.service(service);
  }

  /// Makes an agent with a certificate of its own.
  public TlsIdentity agentIdentity(String agent) {
    return papers.agent(agent);
  }

  /// Mints the internal token of a person.
  ///
  /// @param presenter who will show it
  public SignedToken token(String user, Audience audience, Sha256 presenter) {
    return papers.token(user, audience, presenter);
  }

  /// Answers who plays all kinds of caller against one server.
  ///
  /// @param service the name of the service there
  /// @param port where it listens on 127.0.0.1
  public MemberCallers callers(String service, int port) {
    return new MemberCallers(this, service, () -> "dns:///127.0.0.1:" + port);
  }
}
