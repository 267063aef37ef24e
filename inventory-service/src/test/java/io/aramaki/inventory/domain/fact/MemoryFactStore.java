package io.aramaki.inventory.domain.fact;

import io.aramaki.inventory.domain.SystemId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Keeps facts in memory.
public final class MemoryFactStore implements FactStore {
  private record Key(SystemId system, String key, String agent) {}

  private record HistoryKey(Key key, long observeTimeMs) {}

  private static final Comparator<Key> BY_KEY =
      Comparator.comparing(Key::system).thenComparing(Key::key).thenComparing(Key::agent);

  private static final Comparator<HistoryKey> NEWEST_FIRST =
      Comparator.comparing((HistoryKey entry) -> entry.key().system())
          .thenComparing(Comparator.comparingLong(HistoryKey::observeTimeMs).reversed())
          .thenComparing(Comparator.comparing((HistoryKey entry) -> entry.key().key()).reversed())
          .thenComparing(
              Comparator.comparing((HistoryKey entry) -> entry.key().agent()).reversed());

  private final Map<Key, Fact> current = new TreeMap<>(BY_KEY);
  private final TreeMap<HistoryKey, Fact> history = new TreeMap<>(NEWEST_FIRST);

  @Override
  public synchronized List<Fact> current(SystemId system, Optional<Position> after, int limit) {
    return current.values().stream()
        .filter(fact -> fact.system().equals(system))
        .filter(
            fact -> after.map(at -> BY_KEY.compare(key(fact), key(system, at)) > 0).orElse(true))
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized List<Fact> history(SystemId system, Optional<Position> after, int limit) {
    return history.entrySet().stream()
        .filter(entry -> entry.getKey().key().system().equals(system))
        .filter(entry ->
            after
                .map(at -> new HistoryKey(key(system, at), at.observeTimeMs()))
                .map(at -> NEWEST_FIRST.compare(entry.getKey(), at) > 0)
                .orElse(true))
        .limit(limit)
        .map(Map.Entry::getValue)
        .toList();
  }

  @Override
  public synchronized void write(FactChange change) {
    change.begun().forEach(fact -> history.put(historyKey(fact), fact));
    change.ended().forEach(fact -> history.put(historyKey(fact), fact));
    change.ended().forEach(fact -> current.remove(key(fact)));
    change.begun().forEach(fact -> current.put(key(fact), fact));
  }

  private static HistoryKey historyKey(Fact fact) {
    return new HistoryKey(key(fact), fact.observeTime().toEpochMilli());
  }

  private static Key key(Fact fact) {
    return new Key(fact.system(), fact.key(), fact.agent().value());
  }

  private static Key key(SystemId system, Position at) {
    return new Key(system, at.key(), at.agent());
  }
}
