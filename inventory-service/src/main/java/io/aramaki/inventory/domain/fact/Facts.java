package io.aramaki.inventory.domain.fact;

import io.aramaki.inventory.domain.SystemId;
import io.aramaki.inventory.domain.fact.FactStore.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Keeps facts: the only writer of [FactStore].
public final class Facts {
  private static final int READ = 1000;

  private final FactStore store;

  public Facts(FactStore store) {
    this.store = store;
  }

  /// A page of facts.
  ///
  /// @param next after which fact the next page begins; empty at the end
  public record FactPage(List<Fact> facts, Optional<Position> next) {}

  /// Takes what an agent sees; it is durable when this returns.
  ///
  /// @return what changed
  public FactChange report(FactReport report) {
    FactChange change = FactChange.of(allCurrent(report.system()), report);
    if (!change.isEmpty()) {
      store.write(change);
    }
    return change;
  }

  public FactPage current(SystemId system, Optional<Position> after, int size) {
    return page(store.current(system, after, size + 1), size);
  }

  public FactPage history(SystemId system, Optional<Position> after, int size) {
    return page(store.history(system, after, size + 1), size);
  }

  private List<Fact> allCurrent(SystemId system) {
    var all = new ArrayList<Fact>();
    Optional<Position> after = Optional.empty();
    List<Fact> read;
    do {
      read = store.current(system, after, READ);
      all.addAll(read);
      after = read.isEmpty() ? after : Optional.of(Position.of(read.getLast()));
    } while (read.size() == READ);
    return all;
  }

  private static FactPage page(List<Fact> read, int size) {
    if (read.size() <= size) {
      return new FactPage(read, Optional.empty());
    }
    List<Fact> facts = List.copyOf(read.subList(0, size));
    return new FactPage(facts, Optional.of(Position.of(facts.getLast())));
  }
}
