package io.aramaki.inventory.domain.system;

import io.aramaki.inventory.domain.SystemId;
import io.aramaki.inventory.domain.VersionedMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Keeps systems in memory.
public final class MemorySystemStore implements SystemStore {
  private final VersionedMap<ManagedSystem> systems = new VersionedMap<>();

  @Override
  public Optional<ManagedSystem> find(SystemId id) {
    return systems.find(id.value());
  }

  @Override
  public List<ManagedSystem> list(Optional<SystemId> after, int limit) {
    return systems.after(after.map(SystemId::value), limit);
  }

  @Override
  public boolean insert(ManagedSystem system) {
    return systems.insert(system.id().value(), system);
  }

  @Override
  public boolean replace(ManagedSystem next) {
    return systems.replace(next.id().value(), next, kept -> kept.version() == next.version() - 1);
  }

  @Override
  public boolean delete(SystemId id, long version) {
    return systems.remove(id.value(), kept -> kept.version() == version);
  }

  @Override
  public SystemGraph graph() {
    return new SystemGraph(
        systems.all().stream()
            .collect(Collectors.toMap(ManagedSystem::id, system -> system.content().subsystems())));
  }
}
