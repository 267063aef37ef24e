package io.aramaki.inventory.domain.login;

import java.util.Optional;

/// Where attempts are counted. Rows may be forgotten after [Attempt#FORGIVEN_AFTER].
public interface AttemptStore {
  Optional<Attempt> find(String key);

  /// Answers false, and changes nothing, unless so many failures are kept (0: nothing is kept).
  boolean replace(Attempt next, int failuresBefore);

  /// Forgives; answers false, and changes nothing, unless so many failures are kept.
  boolean remove(String key, int failuresBefore);
}
