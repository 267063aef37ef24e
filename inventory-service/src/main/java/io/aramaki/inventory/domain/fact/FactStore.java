package io.aramaki.inventory.domain.fact;

import io.aramaki.inventory.domain.SystemId;
import java.util.List;
import java.util.Optional;

/// Where facts are kept. Every write is idempotent.
public interface FactStore {
  /// Answers the current facts of a system by key and agent, those after a position.
  List<Fact> current(SystemId system, Optional<Position> after, int limit);

  /// Answers every value that a system's facts have had, newest first, those after a position.
  List<Fact> history(SystemId system, Optional<Position> after, int limit);

  /// Keeps a change: the history first, then what is current. If that ends half way, the same
  /// report again completes it.
  void write(FactChange change);

  /// Where a page begins: after this fact.
  ///
  /// @param observeTimeMs only counts for the history
  record Position(long observeTimeMs, String key, String agent) {
    static Position of(Fact fact) {
      return new Position(fact.observeTime().toEpochMilli(), fact.key(), fact.agent().value());
    }
  }
}
