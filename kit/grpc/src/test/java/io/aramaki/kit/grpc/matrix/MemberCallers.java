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

/// Members of an [Organisation], and some who are not, on their way to one server. What is revoked
/// is revoked when they are made, so a server that only asks when it starts may start afterwards.
public final class MemberCallers implements Callers, AutoCloseable {
  private static final String GATEWAY = "gateway";
  private static final String STRANGER = "stranger";

  private final Organisation organisation;
  private final String service;
  private final Supplier<String> target;
  private final Papers papers;
  private final TlsIdentity revoked;
  private final Sha256 revokedAgentCertificate;
  private final Map<String, Member> members = new ConcurrentHashMap<>();

  private record Member(ClientChannel channel, Sha256 certificate) {}

  /// Makes the members.
  ///
  /// @param organisation whose members they are
  /// @param service the name of the service to which they go
  /// @param target where it listens, as gRPC writes it; asked when the first of them goes
  public MemberCallers(Organisation organisation, String service, Supplier<String> target) {
    this.organisation = organisation;
    this.service = service;
    this.target = target;
    this.papers = new Papers(organisation);
    this.revoked = papers.service(GATEWAY);
    this.revokedAgentCertificate = certificate(papers.agent("revoked"));
    organisation.revoke(Set.of(revokedAgentCertificate, certificate(revoked)));
  }

  @Override
  public Approach approach(CallerKind kind, MethodAccess access) {
    return switch (kind) {
      case NO_CERTIFICATE -> bare(anonymous());
      case FOREIGN_AUTHORITY -> bare(member("forged", () -> papers.forged(GATEWAY)));
      case EXPIRED_CERTIFICATE -> bare(member("expired", () -> papers.expired(GATEWAY)));
      case REVOKED_CERTIFICATE -> bare(member("revoked", () -> revoked));
      case AGENT_DIRECT -> bare(member("agent", () -> papers.agent("direct")));
      case AGENT_FORGED -> agent(service("monitoring"), organisation.agent().certificate());
      case AGENT_REVOKED -> agent(gateway(), revokedAgentCertificate);
      case AGENT -> agent(gateway(), organisation.agent().certificate());
      case SERVICE -> bare(service(admitted(access)));
      case OTHER_SERVICE -> bare(service(STRANGER));
      case TOKEN_OTHER_AUDIENCE ->
          person(
              papers.token(
                  people().admin(),
                  new Audience(access.service(), "Another"),
                  gateway().certificate()));
      case TOKEN_OTHER_PRESENTER ->
          person(papers.token(people().admin(), audience(access), service(STRANGER).certificate()));
      case TOKEN_EXPIRED ->
          person(papers.expiredToken(people().admin(), audience(access), gateway().certificate()));
      case TOKEN_GARBLED -> garbled();
      case PERSON_WITHOUT_RIGHTS -> person(people().nobody(), access);
      case VIEWER -> person(people().viewer(), access);
      case WRITER -> person(people().writer(), access);
      case OPERATOR_ELSEWHERE -> person(people().operatorElsewhere(), access);
      case ADMIN -> person(people().admin(), access);
    };
  }

  /// Answers how a person comes to an RPC, through the gateway.
  public Approach person(String user, MethodAccess access) {
    return person(papers.token(user, audience(access), gateway().certificate()));
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
        voucher.channel(), CallerHeaders.agent(organisation.agent().name(), certificate));
  }

  private static Approach bare(Member member) {
    return new Approach(member.channel(), new Metadata());
  }

  private Organisation.People people() {
    return organisation.people();
  }

  private Member gateway() {
    return service(GATEWAY);
  }

  private Member service(String name) {
    return member("service " + name, () -> papers.service(name));
  }

  private Member anonymous() {
    return members.computeIfAbsent(
        "anonymous",
        _ -> {
          var anybody =
              TlsContexts.anonymous(
                  List.of(organisation.authority().certificate()), organisation.clock());
          return new Member(
              GrpcClients.builder(target.get(), anybody, service).open(), Sha256.ZERO);
        });
  }

  private Member member(String key, Supplier<TlsIdentity> identity) {
    return members.computeIfAbsent(key, _ -> connect(identity.get()));
  }

  private Member connect(TlsIdentity identity) {
    return new Member(GrpcClients.channel(target.get(), identity, service), certificate(identity));
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
    members.values().forEach(member -> member.channel().close());
  }
}
