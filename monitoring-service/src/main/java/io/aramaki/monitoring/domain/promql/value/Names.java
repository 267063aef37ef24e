package io.aramaki.monitoring.domain.promql.value;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/// A set of names of labels, few enough to be searched one by one.
public final class Names {
  /// Only the metric's name.
  public static final Names METRIC = of(List.of(Labels.NAME));

  private final String[] names;

  private Names(String[] names) {
    this.names = names;
  }

  public static Names of(Collection<String> names) {
    return new Names(new TreeSet<>(names).toArray(String[]::new));
  }

  /// These names and the metric's.
  public Names withMetric() {
    return with(Labels.NAME);
  }

  /// These names and another.
  public Names with(String name) {
    var all = new TreeSet<>(Arrays.asList(names));
    all.add(name);
    return of(all);
  }

  public boolean contains(String name) {
    for (String known : names) {
      if (known.equals(name)) {
        return true;
      }
    }
    return false;
  }

  public boolean isEmpty() {
    return names.length == 0;
  }

  public List<String> asList() {
    return List.of(names);
  }
}
