package io.aramaki.inventory.grpc.agent;

import io.aramaki.inventory.domain.SystemId;
import io.aramaki.inventory.domain.agent.SubjectSet;
import io.aramaki.inventory.grpc.Names;
import io.aramaki.inventory.v1.Agent;
import io.aramaki.kit.grpc.Times;
import java.util.List;

/// Translates agents.
final class AgentMapper {
  private final Names names;

  AgentMapper(Names names) {
    this.names = names;
  }

  Agent proto(io.aramaki.inventory.domain.agent.Agent agent) {
    var proto =
        Agent.newBuilder()
            .setName(agent.id().in(names.org()))
            .setSystem(agent.system().in(names.org()))
            .addAllProxySystems(texts(agent.subjects().proxySystems()))
            .setState(agent.isRevoked() ? Agent.State.REVOKED : Agent.State.ENROLLED)
            .setCertificateSha256(agent.certificate().sha256())
            .setCertificateExpireTime(Times.timestamp(agent.certificate().expireTime()))
            .setCreateTime(Times.timestamp(agent.createTime()))
            .setEtag(agent.etag());
    agent.revokeTime().map(Times::timestamp).ifPresent(proto::setRevokeTime);
    return proto.build();
  }

  /// What callers can write, without what only the server sets.
  Agent proto(SubjectSet subjects) {
    return Agent.newBuilder()
        .setSystem(subjects.system().in(names.org()))
        .addAllProxySystems(texts(subjects.proxySystems()))
        .build();
  }

  SubjectSet next(SubjectSet before, Agent agent) {
    return before.next(names.system(agent.getSystem()), systems(agent.getProxySystemsList()));
  }

  io.aramaki.inventory.v1.SubjectSet subjects(io.aramaki.inventory.domain.agent.Agent agent) {
    return io.aramaki.inventory.v1.SubjectSet.newBuilder()
        .setAgent(agent.id().in(names.org()))
        .setSystem(agent.system().in(names.org()))
        .addAllSystems(texts(agent.subjects().systems()))
        .setVersion(agent.subjects().version())
        .setRevoked(agent.isRevoked())
        .build();
  }

  List<SystemId> systems(List<String> texts) {
    return texts.stream().map(names::system).toList();
  }

  private List<String> texts(List<SystemId> systems) {
    return systems.stream().map(system -> system.in(names.org())).toList();
  }
}
