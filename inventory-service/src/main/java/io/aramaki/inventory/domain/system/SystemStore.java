package io.aramaki.inventory.domain.system;

import io.aramaki.inventory.domain.SystemId;
import java.util.List;
import java.util.Optional;

/// Where systems are kept. Writes are conditional, so of two that collide one is told.
public interface SystemStore {
  Optional<ManagedSystem> find(SystemId id);

  /// Answers systems by id, those after the given one.
  List<ManagedSystem> list(Optional<SystemId> after, int limit);

  /// Answers false, and changes nothing, if the id is taken.
  boolean insert(ManagedSystem system);

  /// Answers false, and changes nothing, unless the version before `next` is kept.
  boolean replace(ManagedSystem next);

  /// Answers false, and changes nothing, unless this version is kept.
  boolean delete(SystemId id, long version);

  /// Answers the graph of all systems.
  SystemGraph graph();
}
