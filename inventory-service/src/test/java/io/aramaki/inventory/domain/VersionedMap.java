package io.aramaki.inventory.domain;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/// A sorted map with the conditional writes that the fakes of the stores share.
public final class VersionedMap<V> {
  private final TreeMap<String, V> values = new TreeMap<>();

  public synchronized Optional<V> find(String key) {
    return Optional.ofNullable(values.get(key));
  }

  public synchronized List<V> after(Optional<String> key, int limit) {
    return values.tailMap(key.orElse(""), false).values().stream().limit(limit).toList();
  }

  public synchronized List<V> all() {
    return List.copyOf(values.values());
  }

  public synchronized boolean insert(String key, V value) {
    return values.putIfAbsent(key, value) == null;
  }

  public synchronized boolean replace(String key, V next, Predicate<V> condition) {
    boolean holds = find(key).filter(condition).isPresent();
    if (holds) {
      values.put(key, next);
    }
    return holds;
  }

  public synchronized boolean remove(String key, Predicate<V> condition) {
    boolean holds = find(key).filter(condition).isPresent();
    if (holds) {
      values.remove(key);
    }
    return holds;
  }

  public synchronized void put(String key, V value) {
    values.put(key, value);
  }
}
