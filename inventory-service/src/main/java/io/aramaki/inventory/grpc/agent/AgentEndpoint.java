package io.aramaki.inventory.grpc.agent;

import io.aramaki.inventory.domain.AgentId;
import io.aramaki.inventory.domain.InventoryException.Invalid;
import io.aramaki.inventory.domain.InventoryException.Kind;
import io.aramaki.inventory.domain.Page;
import io.aramaki.inventory.domain.agent.Agents;
import io.aramaki.inventory.domain.agent.Revocations;
import io.aramaki.inventory.domain.enrolment.EnrolmentTokens;
import io.aramaki.inventory.domain.enrolment.EnrolmentTokens.Fresh;
import io.aramaki.inventory.grpc.Changes;
import io.aramaki.inventory.grpc.Names;
import io.aramaki.inventory.grpc.Tokens;
import io.aramaki.inventory.grpc.VisiblePages;
import io.aramaki.inventory.v1.Agent;
import io.aramaki.inventory.v1.AgentServiceGrpc.AgentServiceImplBase;
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
import io.aramaki.kit.grpc.Paging;
import io.aramaki.kit.grpc.ServerStreams;
import io.aramaki.kit.grpc.Times;
import io.aramaki.kit.grpc.Unary;
import io.aramaki.kit.grpc.access.Caller;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Optional;

/// `AgentService`.
public final class AgentEndpoint extends AgentServiceImplBase {
  private static final String LIST = "agents";

  private final Agents agents;
  private final EnrolmentTokens tokens;
  private final TokenStrings tokenStrings;
  private final RevocationStream revocations;
  private final Names names;
  private final AgentMapper mapper;

  public AgentEndpoint(
      Agents agents,
      EnrolmentTokens tokens,
      TokenStrings tokenStrings,
      Revocations revocations,
      Names names) {
    this.agents = agents;
    this.tokens = tokens;
    this.tokenStrings = tokenStrings;
    this.revocations = new RevocationStream(revocations, names);
    this.names = names;
    this.mapper = new AgentMapper(names);
  }

  @Override
  public void getAgent(GetAgentRequest request, StreamObserver<Agent> observer) {
    Unary.answer(observer, () -> mapper.proto(agents.get(names.agent(request.getName()))));
  }

  @Override
  public void listAgents(ListAgentsRequest request, StreamObserver<ListAgentsResponse> observer) {
    Unary.answer(observer, () -> list(request));
  }

  @Override
  public void updateAgent(UpdateAgentRequest request, StreamObserver<Agent> observer) {
    Unary.answer(
        observer,
        () -> {
          Agent update = request.getAgent();
          return mapper.proto(
              agents.update(
                  names.agent(update.getName()),
                  subjects ->
                      mapper.next(
                          subjects,
                          FieldMasks.merge(
                              mapper.proto(subjects), update, request.getUpdateMask())),
                  update.getEtag(),
                  Changes.byCaller()));
        });
  }

  @Override
  public void createEnrolmentToken(
      CreateEnrolmentTokenRequest request, StreamObserver<EnrolmentToken> observer) {
    Unary.answer(observer, () -> createToken(request));
  }

  @Override
  public void revokeAgent(RevokeAgentRequest request, StreamObserver<Agent> observer) {
    Unary.answer(
        observer,
        () ->
            mapper.proto(
                agents.revoke(
                    names.agent(request.getName()), request.getReason(), Changes.byCaller())));
  }

  @Override
  public void getSubjectSet(GetSubjectSetRequest request, StreamObserver<SubjectSet> observer) {
    Unary.answer(observer, () -> mapper.subjects(agents.get(names.agent(request.getAgent()))));
  }

  @Override
  public void watchRevocations(
      WatchRevocationsRequest request, StreamObserver<WatchRevocationsResponse> observer) {
    ServerStreams.serve(observer, revocations::run);
  }

  private ListAgentsResponse list(ListAgentsRequest request) {
    names.requireOrg(request.getParent());
    Caller caller = Caller.current();
    Page<io.aramaki.inventory.domain.agent.Agent> page =
        VisiblePages.read(
            Tokens.after(request.getPageToken(), LIST, AgentId::new).map(AgentId::value),
            Paging.size(request.getPageSize()),
            (after, size) -> agents.list(after.map(AgentId::new), size),
            agent -> caller.maySee(agent.system().in(names.org())),
            agent -> agent.id().value());
    return ListAgentsResponse.newBuilder()
        .addAllAgents(page.items().stream().map(mapper::proto).toList())
        .setNextPageToken(Tokens.next(page.next(), LIST))
        .build();
  }

  private EnrolmentToken createToken(CreateEnrolmentTokenRequest request) {
    names.requireOrg(request.getParent());
    boolean forAgent = !request.getAgentId().isEmpty();
    if (forAgent == !request.getService().isEmpty()) {
      throw new Invalid(
          Kind.ENROLMENT_TOKEN, "agent_id", "give exactly one of agent_id and service");
    }
    Optional<Duration> ttl =
        request.hasTtl() ? Optional.of(Times.span("ttl", request.getTtl())) : Optional.empty();
    Fresh token =
        forAgent
            ? forAgent(request, ttl)
            : tokens.forService(request.getService(), ttl, Changes.byCaller());
    String text = forAgent ? tokenStrings.forAgent(token) : tokenStrings.forService(token);
    return EnrolmentToken.newBuilder()
        .setToken(text)
        .setExpireTime(Times.timestamp(token.expireTime()))
        .build();
  }

  private Fresh forAgent(CreateEnrolmentTokenRequest request, Optional<Duration> ttl) {
    tokenStrings.requireGateway();
    return tokens.forAgent(
        Names.newId(Kind.ENROLMENT_TOKEN, "agent_id", request.getAgentId(), AgentId::new),
        names.system(request.getSystem()),
        mapper.systems(request.getProxySystemsList()),
        ttl,
        Changes.byCaller());
  }
}
