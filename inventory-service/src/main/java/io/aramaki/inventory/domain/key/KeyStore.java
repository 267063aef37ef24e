package io.aramaki.inventory.domain.key;

import java.util.Optional;

/// Where the organisation's keys are kept.
public interface KeyStore {
  Optional<SealedKeys> find();

  /// Answers false, and changes nothing, if there are keys: of two instances that start for the
  /// first time at once, one makes the organisation.
  boolean create(SealedKeys keys);

  Optional<KeySetRecord> keySet();

  /// Answers false, and changes nothing, unless the version before `next` is kept.
  boolean putKeySet(KeySetRecord next);
}
