package io.aramaki.inventory.grpc.system;

import io.aramaki.inventory.domain.SystemId;
import io.aramaki.inventory.domain.fact.Fact;
import io.aramaki.inventory.domain.system.SystemContent;
import io.aramaki.inventory.grpc.Names;
import io.aramaki.inventory.v1.ManagedSystem;
import io.aramaki.kit.grpc.Times;

/// Translates systems and facts.
final class SystemMapper {
  private final Names names;

  SystemMapper(Names names) {
    this.names = names;
  }

  ManagedSystem proto(io.aramaki.inventory.domain.system.ManagedSystem system) {
    return proto(system.id(), system.content()).toBuilder()
        .setCreateTime(Times.timestamp(system.createTime()))
        .setUpdateTime(Times.timestamp(system.updateTime()))
        .setEtag(system.etag())
        .build();
  }

  /// What callers can write, without what only the server sets.
  ManagedSystem proto(SystemId id, SystemContent content) {
    return ManagedSystem.newBuilder()
        .setName(name(id))
        .setDisplayName(content.displayName())
        .setDescription(content.description())
        .setOwner(content.owner())
        .putAllLabels(content.labels())
        .addAllSubsystems(content.subsystems().stream().map(this::name).toList())
        .build();
  }

  SystemContent content(ManagedSystem system) {
    return new SystemContent(
        system.getDisplayName(),
        system.getDescription(),
        system.getOwner(),
        system.getLabelsMap(),
        system.getSubsystemsList().stream().map(names::system).toList());
  }

  io.aramaki.inventory.v1.Fact proto(Fact fact) {
    var proto =
        io.aramaki.inventory.v1.Fact.newBuilder()
            .setSystem(name(fact.system()))
            .setKey(fact.key())
            .setValue(fact.value())
            .setAgent(fact.agent().in(names.org()))
            .setObserveTime(Times.timestamp(fact.observeTime()));
    fact.replaceTime().map(Times::timestamp).ifPresent(proto::setReplaceTime);
    return proto.build();
  }

  String name(SystemId id) {
    return id.in(names.org());
  }
}
