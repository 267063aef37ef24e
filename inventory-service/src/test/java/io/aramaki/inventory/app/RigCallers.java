package io.aramaki.inventory.app;

import io.aramaki.inventory.domain.agent.Revocation.RevokedCertificate;
import io.aramaki.kit.grpc.access.CallerHeaders;
import io.aramaki.kit.grpc.access.MethodAccess;
import io.aramaki.kit.grpc.client.ClientChannel;
import io.aramaki.kit.grpc.client.GrpcClients;
import io.aramaki.kit.grpc.matrix.CallerKind;
import io.aramaki.kit.grpc.matrix.Callers;
import io.aramaki.kit.security.Identity;
import io.aramaki.kit.security.Secrets;
import io.aramaki.kit.security.Sha256;
import io.aramaki.kit.security.authority.CertificateAuthority;
import io.aramaki.kit.security.authority.ExtraNames;
import io.aramaki.kit.security.sign.InternalTokens;
import io.aramaki.kit.security.sign.InternalTokens.Audience;
import io.aramaki.kit.security.tls.KeyMaterial;
import io.aramaki.kit.security.tls.TlsContexts;
import io.aramaki.kit.security.tls.TlsIdentity;
import io.aramaki.type.v1.Principal;
import io.aramaki.type.v1.SignedToken;
import io.grpc.Metadata;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// Members of the rig's organisation, and some who are not, on their way to its inventory.
final class RigCallers implements Callers, AutoCloseable {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final String GATEWAY = "gateway";
  private static final String STRANGER = "stranger";

  private final Rig rig;
  private final String nobody;
  private final String viewer;
  private final String operatorElsewhere;
  private final String admin;
  private final Rig.Enrolled agent;
  private final Sha256 revokedAgent;
  private final Map<String, Member> members = new ConcurrentHashMap<>();

  private record Member(ClientChannel channel, Sha256 certificate) {}

  RigCallers(Rig rig, String nobody, String viewer, String operatorElsewhere, String admin) {
    this.rig = rig;
    this.nobody = nobody;
    this.viewer = viewer;
    this.operatorElsewhere = operatorElsewhere;
    this.admin = admin;
    this.agent = rig.enrol(Rig.fresh("agent"), rig.system());
    this.revokedAgent = new Sha256("e".repeat(64));
    revoke(revokedAgent);
  }

  @Override
  public Approach approach(CallerKind kind, MethodAccess access) {
    return switch (kind) {
      case NO_CERTIFICATE -> bare(anonymous());
      case FOREIGN_AUTHORITY -> bare(member("forged", this::forged));
      case EXPIRED_CERTIFICATE -> bare(member("expired", this::expired));
      case REVOKED_CERTIFICATE -> bare(revoked());
      case AGENT_DIRECT ->
          bare(
              member("agent", () -> rig.identity(Identity.agent(rig.inside.keys.org(), "direct"))));
      case AGENT_FORGED -> agent(service("monitoring"), agent.certificate());
      case AGENT_REVOKED -> agent(service(GATEWAY), revokedAgent);
      case AGENT -> agent(service(GATEWAY), agent.certificate());
      case SERVICE -> bare(service(admitted(access)));
      case OTHER_SERVICE -> bare(service(STRANGER));
      case TOKEN_OTHER_AUDIENCE ->
          person(token(admin, new Audience(access.service(), "Another"), gateway(), 0));
      case TOKEN_OTHER_PRESENTER -> person(token(admin, of(access), service(STRANGER), 0));
      case TOKEN_EXPIRED -> person(token(admin, of(access), gateway(), -120));
      case TOKEN_GARBLED -> garbled();
      case PERSON_WITHOUT_RIGHTS -> person(nobody, access);
      case VIEWER -> person(viewer, access);
      case OPERATOR_ELSEWHERE -> person(operatorElsewhere, access);
      case ADMIN -> person(admin, access);
    };
  }

  private Approach person(String user, MethodAccess access) {
    return person(token(user, of(access), gateway(), 0));
  }

  private Approach person(SignedToken token) {
    return new Approach(gateway().channel(), CallerHeaders.person(token));
  }

  private Approach garbled() {
    var headers = new Metadata();
    headers.put(CallerHeaders.TOKEN, new byte[] {1, 2, 3});
    return new Approach(gateway().channel(), headers);
  }

  private Approach agent(Member voucher, Sha256 certificate) {
    return new Approach(
        voucher.channel(), CallerHeaders.agent(rig.name("agents", agent.agent()), certificate));
  }

  private static Approach bare(Member member) {
    return new Approach(member.channel(), new Metadata());
  }

  private Member gateway() {
    return service(GATEWAY);
  }

  private Member service(String name) {
    return member("service " + name, () -> rig.member(name));
  }

  private Member revoked() {
    Member member = member("revoked", () -> rig.member(GATEWAY));
    revoke(member.certificate());
    return member;
  }

  /// Waits until the running inventory knows it, too.
  private void revoke(Sha256 certificate) {
    rig.inside.revocations.revoke(
        new RevokedCertificate(certificate.hex()), Instant.EPOCH, "test", "");
    String probe = rig.member(GATEWAY).material().fingerprint().hex();
    Until.holds("revocation of " + probe, new SeenRevocation(rig, certificate)::seen);
  }

  private Member anonymous() {
    return members.computeIfAbsent(
        "anonymous",
        _ ->
            new Member(
                GrpcClients.builder(
                        rig.target(),
                        TlsContexts.anonymous(
                            List.of(rig.inside.keys.authority().certificate()), Clock.systemUTC()),
                        "inventory")
                    .open(),
                Sha256.ZERO));
  }

  private Member member(String key, Supplier<TlsIdentity> identity) {
    return members.computeIfAbsent(
        key,
        _ -> {
          TlsIdentity made = identity.get();
          return new Member(
              GrpcClients.channel(rig.target(), made, "inventory"), made.material().fingerprint());
        });
  }

  /// Another authority says that this is a gateway of ours. It believes us; we must not believe it.
  private TlsIdentity forged() {
    var foreign =
        CertificateAuthority.create(rig.inside.keys.org(), rig.inside.random, Clock.systemUTC());
    KeyMaterial material = foreign.issueOwn(gatewayIdentity(), ExtraNames.NONE, HOUR);
    return identity(
        material.withAuthorities(
            List.of(foreign.certificate(), rig.inside.keys.authority().certificate())));
  }

  private TlsIdentity expired() {
    Clock before = Clock.offset(Clock.systemUTC(), HOUR.multipliedBy(-2));
    CertificateAuthority authority = rig.inside.keys.authority();
    var old =
        CertificateAuthority.restore(
            authority.secretBytes(), rig.inside.keys.org(), rig.inside.random, before);
    return identity(old.issueOwn(gatewayIdentity(), ExtraNames.NONE, HOUR));
  }

  private TlsIdentity identity(KeyMaterial material) {
    return TlsIdentity.create(
        rig.directory.resolve(Rig.fresh("stranger")), material, Clock.systemUTC());
  }

  private Identity gatewayIdentity() {
    return Identity.service(rig.inside.keys.org(), GATEWAY, Rig.fresh("i"));
  }

  private SignedToken token(String user, Audience audience, Member presenter, long seconds) {
    Clock clock = Clock.offset(Clock.systemUTC(), Duration.ofSeconds(seconds));
    return new InternalTokens.Mint(
            rig.inside.keys.tokenKey(), clock, new Secrets(rig.inside.random))
        .mint(
            Principal.newBuilder()
                .setName(rig.name("users", user))
                .setKind(Principal.Kind.USER)
                .build(),
            audience,
            presenter.certificate(),
            Duration.ofSeconds(60));
  }

  private static Audience of(MethodAccess access) {
    return Audience.ofFullMethodName(access.fullMethodName());
  }

  private static String admitted(MethodAccess access) {
    return access.services().stream().sorted().findFirst().orElse(GATEWAY);
  }

  @Override
  public void close() {
    members.values().forEach(member -> member.channel().close());
  }
}
