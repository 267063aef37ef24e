package io.aramaki.inventory.domain.key;

import java.util.Optional;

/// Keeps keys in memory.
public final class MemoryKeyStore implements KeyStore {
  private Optional<SealedKeys> keys = Optional.empty();
  private Optional<KeySetRecord> set = Optional.empty();

  @Override
  public synchronized Optional<SealedKeys> find() {
    return keys;
  }

  @Override
  public synchronized boolean create(SealedKeys first) {
    boolean isFirst = keys.isEmpty();
    keys = keys.or(() -> Optional.of(first));
    return isFirst;
  }

  @Override
  public synchronized Optional<KeySetRecord> keySet() {
    return set;
  }

  @Override
  public synchronized boolean putKeySet(KeySetRecord next) {
    boolean follows = set.map(KeySetRecord::version).orElse(0L) == next.version() - 1;
    if (follows) {
      set = Optional.of(next);
    }
    return follows;
  }
}
