package io.aramaki.inventory.domain.action;

import io.aramaki.inventory.domain.ActionId;
import java.util.List;
import java.util.Optional;

/// Where actions are kept. Writes are conditional, so of two that collide one is told.
public interface ActionStore {
  Optional<Action> find(ActionId id);

  /// Answers actions by id, those after the given one.
  List<Action> list(Optional<ActionId> after, int limit);

  /// Answers false, and changes nothing, if the id is taken.
  boolean insert(Action action);

  /// Answers false, and changes nothing, unless the version before `next` is kept.
  boolean replace(Action next);

  /// Answers false, and changes nothing, unless this version is kept.
  boolean delete(ActionId id, long version);

  /// Answers a number that has grown whenever an action was written since it was last asked for.
  long definitionsVersion();
}
