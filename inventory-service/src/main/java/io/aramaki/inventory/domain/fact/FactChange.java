package io.aramaki.inventory.domain.fact;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// What a report changes.
///
/// @param begun values that are new, or differ from those before
/// @param ended values that gave way to another one or went away
public record FactChange(List<Fact> begun, List<Fact> ended) {
  public FactChange {
    begun = List.copyOf(begun);
    ended = List.copyOf(ended);
  }

  /// Compares a report with what its agent said before. The same report again changes nothing,
  /// except that a report which was written in part is completed.
  ///
  /// @param current the current facts of the same system; those of other agents are left alone
  static FactChange of(List<Fact> current, FactReport report) {
    Map<String, Fact> before = new HashMap<>();
    current.stream()
        .filter(fact -> fact.agent().equals(report.agent()))
        .forEach(fact -> before.put(fact.key(), fact));
    var begun = new ArrayList<Fact>();
    var ended = new ArrayList<Fact>();
    report
        .values()
        .forEach((key, value) -> {
          Fact old = before.remove(key);
          if (old == null || !old.value().equals(value)) {
            begun.add(begin(report, key, value));
            Optional.ofNullable(old).map(end(report)).ifPresent(ended::add);
          }
        });
    before.values().stream().map(end(report)).forEach(ended::add);
    return new FactChange(begun, ended);
  }

  public boolean isEmpty() {
    return begun.isEmpty() && ended.isEmpty();
  }

  private static Fact begin(FactReport report, String key, String value) {
    return new Fact(
        report.system(), key, value, report.agent(), report.observeTime(), Optional.empty());
  }

  /// A value cannot end before it began, whatever the agent's clock did.
  private static Function<Fact, Fact> end(FactReport report) {
    return old -> {
      Instant time = report.observeTime();
      return old.replacedAt(time.isBefore(old.observeTime()) ? old.observeTime() : time);
    };
  }
}
