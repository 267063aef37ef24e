package io.aramaki.kit.grpc.matrix;

import io.aramaki.kit.grpc.access.CallerHeaders;
import io.aramaki.kit.grpc.access.MethodAccess;
import io.aramaki.kit.grpc.client.ClientChannel;
import io.aramaki.kit.grpc.client.GrpcClients;
import io.aramaki.kit.security.Sha256;
import io.aramaki.kit.security.sign.InternalTokens.Audience;
import io.aramaki.kit.security.tls.TlsContexts;
import io.aramaki.kit.security.tls.TlsIdentity;
import io.aramaki.type.v1.SignedToken;
import io.grpc.Metadata;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// Members of a [TestOrganisation], and some who are not, on their way to one server.
public final class MemberCallers implements Callers, AutoCloseable {
  private static final String GATEWAY = "gateway";
  private static final String STRANGER = "stranger";

  private final TestOrganisation organisation;
  private final String service;
  private final String target;
  private final Map<String, Member> members = new ConcurrentHashMap<>();
  private final Member anonymous;
  private final Sha256 agentCertificate;
  private final Sha256 revokedAgentCertificate;

  private record Member(ClientChannel channel, Sha256 certificate) {}

  MemberCallers(TestOrganisation organisation, String service, int port) {
    this.organisation = organisation;
    this.service = service;
    this.target = "dns:///127.0.0.1:" + port;
    var anybody =
        TlsContexts.anonymous(
            List.of(organisation.authority().certificate()), organisation.clock());
    this.anonymous = new Member(GrpcClients.builder(target, anybody, service).open(), Sha256.ZERO);
    this.agentCertificate = certificate(organisation.agentIdentity("host1"));
    this.revokedAgentCertificate = certificate(organisation.agentIdentity("host2"));
    organisation.revocations().add(Set.of(revokedAgentCertificate));
  }

  @Override
  public Approach approach(CallerKind kind, MethodAccess access) {
    return switch (kind) {
      case NO_CERTIFICATE -> bare(anonymous);
      case FOREIGN_AUTHORITY -> bare(member("forged", () -> organisation.forgedService(GATEWAY)));
      case EXPIRED_CERTIFICATE ->
          bare(member("expired", () -> organisation.expiredService(GATEWAY)));
      case REVOKED_CERTIFICATE -> bare(revoked());
      case AGENT_DIRECT -> bare(member("agent", () -> organisation.agentIdentity("host3")));
      case AGENT_FORGED -> agent(service("monitoring"), agentCertificate);
      case AGENT_REVOKED -> agent(service(GATEWAY), revokedAgentCertificate);
      case AGENT -> agent(service(GATEWAY), agentCertificate);
      case SERVICE -> bare(service(admitted(access)));
      case OTHER_SERVICE -> bare(service(STRANGER));
      case TOKEN_OTHER_AUDIENCE ->
          person(
              organisation.token(
                  "admin", new Audience(access.service(), "Another"), gateway().certificate()));
      case TOKEN_OTHER_PRESENTER ->
          person(organisation.token("admin", audience(access), service(STRANGER).certificate()));
      case TOKEN_EXPIRED ->
          person(organisation.expiredToken("admin", audience(access), gateway().certificate()));
      case TOKEN_GARBLED -> garbled();
      case PERSON_WITHOUT_RIGHTS -> person("nobody", access);
      case VIEWER -> person("viewer", access);
      case OPERATOR_ELSEWHERE -> person("operator", access);
      case ADMIN -> person("admin", access);
    };
  }

  /// Answers how a person comes to an RPC, through the gateway.
  public Approach person(String user, MethodAccess access) {
    return person(organisation.token(user, audience(access), gateway().certificate()));
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
        voucher.channel(), CallerHeaders.agent(organisation.agent("host1"), certificate));
  }

  private static Approach bare(Member member) {
    return new Approach(member.channel(), new Metadata());
  }

  private Member gateway() {
    return service(GATEWAY);
  }

  private Member service(String name) {
    return members.computeIfAbsent("service " + name, _ -> connect(organisation.service(name)));
  }

  private Member revoked() {
    return members.computeIfAbsent(
        "revoked",
        _ -> {
          Member member = connect(organisation.service(GATEWAY));
          organisation.revocations().add(Set.of(member.certificate()));
          return member;
        });
  }

  private Member member(String key, Supplier<TlsIdentity> identity) {
    return members.computeIfAbsent(key, _ -> connect(identity.get()));
  }

  private Member connect(TlsIdentity identity) {
    return new Member(GrpcClients.channel(target, identity, service), certificate(identity));
  }

  private static Sha256 certificate(TlsIdentity identity) {
    return identity.material().fingerprint();
  }

  private static Audience audience(MethodAccess access) {
    return Audience.ofFullMethodName(access.fullMethodName());
  }

  private static String admitted(MethodAccess access) {
    return access.services().stream().sorted().findFirst().orElse(GATEWAY);
  }

  @Override
  public void close() {
    anonymous.channel().close();
    members.values().forEach(member -> member.channel().close());
  }
}
