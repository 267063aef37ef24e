package io.aramaki.monitoring.app;

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
import io.aramaki.kit.security.tls.TlsContexts;
import io.aramaki.kit.security.tls.TlsIdentity;
import io.aramaki.type.v1.Principal;
import io.aramaki.type.v1.Right;
import io.aramaki.type.v1.Role;
import io.aramaki.type.v1.SignedToken;
import io.grpc.Metadata;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// Members of the world's organisation, and some who are not, on their way to its monitoring. The
/// people are `viewer` and `admin` of the whole organisation, `operator` of the system `elsewhere`,
/// and `nobody`. What is revoked must be known before the instance starts: make the callers first.
final class WorldCallers implements Callers, AutoCloseable {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final String GATEWAY = "gateway";
  private static final String STRANGER = "stranger";

  private final World world;
  private final TlsIdentity revokedGateway;
  private final Sha256 agent;
  private final Sha256 revokedAgent;
  private final Map<String, Member> members = new ConcurrentHashMap<>();
  private volatile String target = "";

  private record Member(ClientChannel channel, Sha256 certificate) {}

  WorldCallers(World world) {
    this.world = world;
    world.inventory.enrol(world.agent("host1"), world.system("host1"));
    grant("nobody");
    grant("viewer", Right.newBuilder().setRole(Role.VIEWER).setOrganisationWide(true).build());
    grant(
        "operator",
        Right.newBuilder().setRole(Role.OPERATOR).addSystems(world.system("elsewhere")).build());
    agent = Sha256.of(new byte[] {1});
    revokedAgent = Sha256.of(new byte[] {2});
    revokedGateway = world.identity(GATEWAY, "revoked");
    world.inventory.revokedCertificates.add(revokedAgent.hex());
    world.inventory.revokedCertificates.add(revokedGateway.material().fingerprint().hex());
  }

  /// Gives a person rights, instead of those before.
  void grant(String user, Right... rights) {
    world.inventory.rights.put(world.org + "/users/" + user, List.of(rights));
  }

  /// Says where the instance listens.
  void to(String address) {
    target = "dns:///" + address;
  }

  @Override
  public Approach approach(CallerKind kind, MethodAccess access) {
    return switch (kind) {
      case NO_CERTIFICATE -> bare(anonymous());
      case FOREIGN_AUTHORITY -> bare(member("forged", this::forged));
      case EXPIRED_CERTIFICATE -> bare(member("expired", this::expired));
      case REVOKED_CERTIFICATE -> bare(member("revoked", () -> revokedGateway));
      case AGENT_DIRECT -> bare(member("agent", this::agentItself));
      case AGENT_FORGED -> agent(service("monitoring"), agent);
      case AGENT_REVOKED -> agent(gateway(), revokedAgent);
      case AGENT -> agent(gateway(), agent);
      case SERVICE -> bare(service(admitted(access)));
      case OTHER_SERVICE -> bare(service(STRANGER));
      case TOKEN_OTHER_AUDIENCE ->
          person(token("admin", new Audience(access.service(), "Another"), gateway(), 0));
      case TOKEN_OTHER_PRESENTER -> person(token("admin", of(access), service(STRANGER), 0));
      case TOKEN_EXPIRED -> person(token("admin", of(access), gateway(), -120));
      case TOKEN_GARBLED -> garbled();
      case PERSON_WITHOUT_RIGHTS -> person("nobody", access);
      case VIEWER -> person("viewer", access);
      case OPERATOR_ELSEWHERE -> person("operator", access);
      case ADMIN -> person("admin", access);
    };
  }

  /// Answers how a person comes to an RPC, through the gateway.
  Approach person(String user, MethodAccess access) {
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
    return new Approach(voucher.channel(), CallerHeaders.agent(world.agent("host1"), certificate));
  }

  private static Approach bare(Member member) {
    return new Approach(member.channel(), new Metadata());
  }

  private Member gateway() {
    return service(GATEWAY);
  }

  private Member service(String name) {
    return member("service " + name, () -> world.identity(name, "caller"));
  }

  private Member anonymous() {
    return members.computeIfAbsent(
        "anonymous",
        _ ->
            new Member(
                GrpcClients.builder(
                        target,
                        TlsContexts.anonymous(
                            List.of(world.authority.certificate()), Clock.systemUTC()),
                        "monitoring")
                    .open(),
                Sha256.ZERO));
  }

  private Member member(String key, Supplier<TlsIdentity> identity) {
    return members.computeIfAbsent(
        key,
        _ -> {
          TlsIdentity made = identity.get();
          return new Member(
              GrpcClients.channel(target, made, "monitoring"), made.material().fingerprint());
        });
  }

  private TlsIdentity agentItself() {
    return identity("agent-direct", world.authority, Identity.agent(world.orgId, "direct"));
  }

  /// Another authority says that this is a gateway of ours. It believes us; we must not believe it.
  private TlsIdentity forged() {
    var foreign = CertificateAuthority.create(world.orgId, world.random, Clock.systemUTC());
    var material = foreign.issueOwn(gatewayIdentity("forged"), ExtraNames.NONE, HOUR);
    return TlsIdentity.create(
        world.directory.resolve("forged"),
        material.withAuthorities(List.of(foreign.certificate(), world.authority.certificate())),
        Clock.systemUTC());
  }

  private TlsIdentity expired() {
    Clock before = Clock.offset(Clock.systemUTC(), HOUR.multipliedBy(-2));
    var old =
        CertificateAuthority.restore(
            world.authority.secretBytes(), world.orgId, world.random, before);
    return identity("expired", old, gatewayIdentity("expired"));
  }

  private Identity gatewayIdentity(String instance) {
    return Identity.service(world.orgId, GATEWAY, instance);
  }

  private TlsIdentity identity(String directory, CertificateAuthority by, Identity holder) {
    return TlsIdentity.create(
        world.directory.resolve(directory),
        by.issueOwn(holder, ExtraNames.NONE, HOUR),
        Clock.systemUTC());
  }

  private SignedToken token(String user, Audience audience, Member presenter, long seconds) {
    Clock clock = Clock.offset(Clock.systemUTC(), Duration.ofSeconds(seconds));
    return new InternalTokens.Mint(world.tokenKey, clock, new Secrets(world.random))
        .mint(
            Principal.newBuilder()
                .setName(world.org + "/users/" + user)
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
