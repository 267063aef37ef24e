package io.aramaki.monitoring.domain.catalog;

import io.aramaki.monitoring.domain.subject.SubjectSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// All check definitions as of one version.
///
/// @param version grows by one with every change
/// @param checks by name
public record Catalog(long version, NavigableMap<String, CheckDefinition> checks) {
  public static final Catalog EMPTY = new Catalog(0, new TreeMap<>());

  public Catalog {
    checks = java.util.Collections.unmodifiableNavigableMap(new TreeMap<>(checks));
  }

  public Optional<CheckDefinition> find(String name) {
    return Optional.ofNullable(checks.get(name));
  }

  /// The checks that an agent runs: those for it, or for its system, of systems it may report for.
  public List<CheckDefinition> runBy(SubjectSet subjects) {
    return checks.values().stream()
        .filter(check -> check.isRunBy(subjects.agent(), subjects.system()))
        .filter(check -> subjects.systems().contains(check.system()))
        .toList();
  }
}
