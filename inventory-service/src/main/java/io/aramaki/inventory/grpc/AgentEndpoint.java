package io.aramaki.inventory.grpc;

import io.aramaki.inventory.domain.AgentId;
import io.aramaki.inventory.domain.InventoryException.Invalid;
import io.aramaki.inventory.domain.InventoryException.Kind;
import io.aramaki.inventory.domain.SystemId;
import io.aramaki.inventory.domain.agent.Agents;
import io.aramaki.inventory.domain.agent.Revocation;
import io.aramaki.inventory.domain.agent.Revocations;
import io.aramaki.inventory.domain.enrolment.EnrolmentTokens;
import io.aramaki.inventory.v1.Agent;
import io.aramaki.inventory.v1.AgentServiceGrpc;
import io.aramaki.inventory.v1.CreateEnrolmentTokenRequest;
import io.aramaki.inventory.v1.EnrolmentToken;
import io.aramaki.inventory.v1.GetAgentRequest;
import io.aramaki.inventory.v1.GetSubjectSetRequest;
import io.aramaki.inventory.v1.ListAgentsRequest;
import io.aramaki.inventory.v1.ListAgentsResponse;
import io.aramaki.inventory.v1.RevokeAgentRequest;
import io.aramaki.inventory.v1.SubjectSet;
import io.aramaki.inventory.v1.UpdateAgentRequest;
import io.aramaki.inventory.v1.WatchRevocationsRequest;
import io.aramaki.inventory.v1.WatchRevocationsResponse;
import io.aramaki.kit.grpc.FieldMasks;
import io.aramaki.kit.grpc.ServerStreams;
import io.aramaki.kit.grpc.Unary;
import io.aramaki.kit.grpc.access.Caller;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `AgentService` on the wire.
final class AgentEndpoint extends AgentServiceGrpc.AgentServiceImplBase {
  /// From one sign of life of a revocation stream to the next, if there is no news.
  private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(1);

  /// The most revocations in one message.
  private static final int REVOCATIONS_PER_MESSAGE = 1_000;

  private static final int REASON_MAX = 500;

  private final Agents agents;
  private final EnrolmentTokens tokens;
  private final Revocations revocations;
  private final TokenStrings strings;
  private final Names names;

  AgentEndpoint(
      Agents agents,
      EnrolmentTokens tokens,
      Revocations revocations,
      TokenStrings strings,
      Names names) {
    this.agents = agents;
    this.tokens = tokens;
    this.revocations = revocations;
    this.strings = strings;
    this.names = names;
  }

  @Override
  public void getAgent(GetAgentRequest request, StreamObserver<Agent> observer) {
    Unary.answer(observer, () -> map(agents.get(id("name", request.getName()))));
  }

  @Override
  public void listAgents(ListAgentsRequest request, StreamObserver<ListAgentsResponse> observer) {
    Unary.answer(
        observer,
        () -> {
          var caller = Caller.current();
          var page =
              Listing.page(
                  request.getPageSize(),
                  request.getPageToken(),
                  "agents",
                  (after, size) -> agents.list(after.map(AgentId::new), size),
                  agent -> caller.maySee(names.of(agent.system())));
          return ListAgentsResponse.newBuilder()
              .addAllAgents(page.items().stream().map(this::map).toList())
              .setNextPageToken(page.nextPageToken())
              .build();
        });
  }

  @Override
  public void updateAgent(UpdateAgentRequest request, StreamObserver<Agent> observer) {
    Unary.answer(
        observer,
        () ->
            map(
                agents.update(
                    id("agent.name", request.getAgent().getName()),
                    before -> {
                      var merged =
                          FieldMasks.merge(
                              proto(before), request.getAgent(), request.getUpdateMask());
                      return before.next(
                          names.system(Kind.AGENT, "agent.system", merged.getSystem()),
                          proxies(merged.getProxySystemsList()));
                    },
                    request.getAgent().getEtag(),
                    Asked.now())));
  }

  @Override
  public void createEnrolmentToken(
      CreateEnrolmentTokenRequest request, StreamObserver<EnrolmentToken> observer) {
    Unary.answer(
        observer,
        () -> {
          Optional<Duration> ttl =
              request.hasTtl() ? Optional.of(Times.duration(request.getTtl())) : Optional.empty();
          var fresh = fresh(request, ttl);
          return EnrolmentToken.newBuilder()
              .setToken(strings.format(fresh))
              .setExpireTime(Times.timestamp(fresh.expireTime()))
              .build();
        });
  }

  @Override
  public void revokeAgent(RevokeAgentRequest request, StreamObserver<Agent> observer) {
    Unary.answer(
        observer,
        () -> {
          if (request.getReason().length() > REASON_MAX) {
            throw new Invalid(
                Kind.AGENT, "reason", "it is longer than " + REASON_MAX + " characters");
          }
          return map(
              agents.revoke(id("name", request.getName()), request.getReason(), Asked.now()));
        });
  }

  @Override
  public void getSubjectSet(GetSubjectSetRequest request, StreamObserver<SubjectSet> observer) {
    Unary.answer(
        observer,
        () -> {
          var agent = agents.get(id("agent", request.getAgent()));
          return SubjectSet.newBuilder()
              .setAgent(agent.id().in(names.org()))
              .setSystem(names.of(agent.system()))
              .addAllSystems(agent.subjects().systems().stream().map(names::of).toList())
              .setVersion(agent.subjects().version())
              .setRevoked(agent.isRevoked())
              .build();
        });
  }

  @Override
  public void watchRevocations(
      WatchRevocationsRequest request, StreamObserver<WatchRevocationsResponse> observer) {
    ServerStreams.serve(
        observer,
        sink -> {
          long seq = 0;
          while (true) {
            var known =
                seq == 0 ? revocations.after(0) : revocations.await(seq, SIGN_OF_LIFE.toNanos());
            var part = known.subList(0, Math.min(REVOCATIONS_PER_MESSAGE, known.size()));
            seq += part.size();
            sink.send(message(part, part.size() == known.size()));
            if (seq == 0) {
              seq = waitForFirst();
            }
          }
        });
  }

  /// Waits while nothing was ever revoked; answers 0.
  private long waitForFirst() throws InterruptedException {
    var _ = revocations.await(0, SIGN_OF_LIFE.toNanos());
    return 0;
  }

  private WatchRevocationsResponse message(List<Revocation> part, boolean complete) {
    var message = WatchRevocationsResponse.newBuilder().setComplete(complete);
    for (var revocation : part) {
      switch (revocation.subject()) {
        case Revocation.RevokedAgent agent -> message.addAgents(agent.agent().in(names.org()));
        case Revocation.RevokedCertificate certificate ->
            message.addCertificatesSha256(certificate.sha256());
      }
    }
    return message.build();
  }

  private EnrolmentTokens.Fresh fresh(CreateEnrolmentTokenRequest request, Optional<Duration> ttl) {
    if (!request.getService().isEmpty()) {
      if (!request.getAgentId().isEmpty()) {
        throw new Invalid(
            Kind.ENROLMENT_TOKEN, "service", "agent_id is set, too (expected: one of them)");
      }
      return tokens.forService(request.getService(), ttl, Asked.now());
    }
    return tokens.forAgent(
        Listing.id(Kind.ENROLMENT_TOKEN, "agent_id", request.getAgentId(), AgentId::new),
        names.system(Kind.ENROLMENT_TOKEN, "system", request.getSystem()),
        proxies(request.getProxySystemsList()),
        ttl,
        Asked.now());
  }

  private List<SystemId> proxies(List<String> list) {
    var systems = new ArrayList<SystemId>();
    for (int i = 0; i < list.size(); i++) {
      systems.add(names.system(Kind.AGENT, "proxy_systems[" + i + "]", list.get(i)));
    }
    return systems;
  }

  private Agent proto(io.aramaki.inventory.domain.agent.SubjectSet subjects) {
    return Agent.newBuilder()
        .setSystem(names.of(subjects.system()))
        .addAllProxySystems(subjects.proxySystems().stream().map(names::of).toList())
        .build();
  }

  private Agent map(io.aramaki.inventory.domain.agent.Agent agent) {
    var builder =
        proto(agent.subjects()).toBuilder()
            .setName(agent.id().in(names.org()))
            .setState(agent.isRevoked() ? Agent.State.REVOKED : Agent.State.ENROLLED)
            .setCertificateSha256(agent.certificate().sha256())
            .setCertificateExpireTime(Times.timestamp(agent.certificate().expireTime()))
            .setCreateTime(Times.timestamp(agent.createTime()))
            .setEtag(agent.etag());
    agent.revokeTime().ifPresent(time -> builder.setRevokeTime(Times.timestamp(time)));
    return builder.build();
  }

  private AgentId id(String field, String name) {
    return names.agent(Kind.AGENT, field, name);
  }
}
