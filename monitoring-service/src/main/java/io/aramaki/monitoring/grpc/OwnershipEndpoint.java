package io.aramaki.monitoring.grpc;

import io.aramaki.kit.grpc.RequestNames;
import io.aramaki.kit.grpc.Unary;
import io.aramaki.kit.grpc.access.Caller;
import io.aramaki.monitoring.domain.agent.AgentBook;
import io.aramaki.monitoring.domain.agent.AgentReport;
import io.aramaki.monitoring.domain.shard.Shards;
import io.aramaki.monitoring.grpc.message.Protos;
import io.aramaki.monitoring.grpc.outbound.Peers;
import io.aramaki.monitoring.v1.AgentStatus;
import io.aramaki.monitoring.v1.ListAgentStatusesRequest;
import io.aramaki.monitoring.v1.ListAgentStatusesResponse;
import io.aramaki.monitoring.v1.ListShardOwnersRequest;
import io.aramaki.monitoring.v1.ListShardOwnersResponse;
import io.aramaki.monitoring.v1.OwnershipServiceGrpc;
import io.aramaki.monitoring.v1.OwnershipServiceGrpc.OwnershipServiceImplBase;
import io.grpc.stub.StreamObserver;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/// Who owns which agents, and how they are doing.
final class OwnershipEndpoint extends OwnershipServiceImplBase {
  private static final int STATUSES_MAX = 100_000;

  private final Shards shards;
  private final Peers peers;
  private final Supplier<List<Owner>> owners;
  private final InstantSource clock;
  private final RequestNames names;

  OwnershipEndpoint(
      Shards shards,
      Peers peers,
      Supplier<List<Owner>> owners,
      InstantSource clock,
      RequestNames names) {
    this.shards = shards;
    this.peers = peers;
    this.owners = owners;
    this.clock = clock;
    this.names = names;
  }

  @Override
  public void listShardOwners(
      ListShardOwnersRequest request, StreamObserver<ListShardOwnersResponse> answer) {
    Unary.answer(
        answer,
        () -> {
          var response = ListShardOwnersResponse.newBuilder().setShardCount(Shards.COUNT);
          for (Owner owner : owners.get()) {
            response
                .addOwnersBuilder()
                .setShard(owner.shard())
                .setInstance(owner.instance())
                .setAddress(owner.address())
                .setEpoch(owner.epoch());
          }
          return response.build();
        });
  }

  @Override
  public void listAgentStatuses(
      ListAgentStatusesRequest request, StreamObserver<ListAgentStatusesResponse> answer) {
    Unary.answer(answer, () -> statuses(request, Caller.current()));
  }

  private ListAgentStatusesResponse statuses(ListAgentStatusesRequest request, Caller caller) {
    var _ = names.organisation("parent", request.getParent());
    var found = new ArrayList<AgentStatus>();
    var response = ListAgentStatusesResponse.newBuilder();
    for (Shards.Listed agent : shards.agents()) {
      found.add(status(agent.book(), agent.report()));
    }
    if (!request.getLocal()) {
      var answers =
          peers.ask(channel ->
              OwnershipServiceGrpc.newBlockingStub(channel)
                  .listAgentStatuses(request.toBuilder().setLocal(true).build()));
      answers.answers().forEach(page -> found.addAll(page.getAgentStatusesList()));
      response.addAllUnavailableInstances(answers.unavailable());
    }
    found.stream()
        .filter(status -> caller.maySee(status.getSystem()))
        .sorted(Comparator.comparing(AgentStatus::getAgent))
        .limit(STATUSES_MAX)
        .forEach(response::addAgentStatuses);
    return response.build();
  }

  private AgentStatus status(AgentBook book, AgentReport report) {
    var status =
        AgentStatus.newBuilder()
            .setAgent(book.agent())
            .setSystem(book.system())
            .setConnected(report.connected())
            .setLastSeenTime(Protos.timestamp(book.keepalive().lastHeard()))
            .setSpoolRecords((int) report.spoolRecords())
            .setSpoolBytes(report.spoolBytes())
            .setOldestUnacknowledgedAge(Protos.duration(report.oldestUnacknowledged()))
            .setAgentVersion(report.version())
            .setRefusedBatches(report.refusedBatches())
            .setStopped(book.keepalive().isStopped(clock.instant()));
    if (!report.lastAckTime().equals(Instant.MIN)) {
      status.setLastAckTime(Protos.timestamp(report.lastAckTime()));
    }
    return status.build();
  }
}
