package io.aramaki.inventory.domain.action;

import io.aramaki.inventory.domain.ActionId;
import io.aramaki.inventory.domain.VersionedMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// Keeps actions in memory.
public final class MemoryActionStore implements ActionStore {
  private final VersionedMap<Action> actions = new VersionedMap<>();
  private final AtomicLong definitions = new AtomicLong();

  @Override
  public Optional<Action> find(ActionId id) {
    return actions.find(id.value());
  }

  @Override
  public List<Action> list(Optional<ActionId> after, int limit) {
    return actions.after(after.map(ActionId::value), limit);
  }

  @Override
  public boolean insert(Action action) {
    return counted(actions.insert(action.id().value(), action));
  }

  @Override
  public boolean replace(Action next) {
    return counted(
        actions.replace(next.id().value(), next, kept -> kept.version() == next.version() - 1));
  }

  @Override
  public boolean delete(ActionId id, long version) {
    return counted(actions.remove(id.value(), kept -> kept.version() == version));
  }

  @Override
  public long definitionsVersion() {
    return definitions.get();
  }

  private boolean counted(boolean written) {
    if (written) {
      definitions.incrementAndGet();
    }
    return written;
  }
}
