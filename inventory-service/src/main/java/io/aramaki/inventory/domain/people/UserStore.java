package io.aramaki.inventory.domain.people;

import io.aramaki.inventory.domain.UserId;
import java.util.List;
import java.util.Optional;

/// Where users are kept. Writes are conditional, so of two that collide one is told.
public interface UserStore {
  Optional<User> find(UserId id);

  /// Answers users by id, those after the given one.
  List<User> list(Optional<UserId> after, int limit);

  /// Answers false, and changes nothing, if the id is taken.
  boolean insert(User user);

  /// Answers false, and changes nothing, unless the version before `next` is kept.
  boolean replace(User next);
}
