package io.aramaki.monitoring.domain.promql.value;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/// The labels of a series, sorted by name, the metric's name among them as `__name__`. A label with
/// an empty value is the same as none. Made once and looked up often, so it keeps its hash.
public final class Labels implements Comparable<Labels> {
  /// The label that holds the name of the metric.
  public static final String NAME = "__name__";

  /// No label at all.
  public static final Labels EMPTY = new Labels(new String[0]);

  private final String[] pairs;
  private final int hash;

  private Labels(String[] pairs) {
    this.pairs = pairs;
    this.hash = Arrays.hashCode(pairs);
  }

  /// Makes labels from a map; empty values are left out.
  public static Labels of(Map<String, String> labels) {
    var sorted = new TreeMap<>(labels);
    sorted.values().removeIf(String::isEmpty);
    if (sorted.isEmpty()) {
      return EMPTY;
    }
    var pairs = new String[sorted.size() * 2];
    int at = 0;
    for (var entry : sorted.entrySet()) {
      pairs[at++] = entry.getKey();
      pairs[at++] = entry.getValue();
    }
    return new Labels(pairs);
  }

  /// Makes labels from names and values that alternate.
  public static Labels of(String... namesAndValues) {
    if (namesAndValues.length % 2 != 0) {
      throw new IllegalArgumentException(
          namesAndValues.length + " names and values; expected a value for each name");
    }
    var map = new TreeMap<String, String>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      map.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return of(map);
  }

  /// Makes labels of names and values that alternate, none of them twice and no value empty. The
  /// array is kept.
  public static Labels ofDistinct(String[] pairs) {
    for (int i = 2; i < pairs.length; i += 2) {
      String name = pairs[i];
      String value = pairs[i + 1];
      int at = i;
      for (; at > 0 && pairs[at - 2].compareTo(name) > 0; at -= 2) {
        pairs[at] = pairs[at - 2];
        pairs[at + 1] = pairs[at - 1];
      }
      pairs[at] = name;
      pairs[at + 1] = value;
    }
    return pairs.length == 0 ? EMPTY : new Labels(pairs);
  }

  public int size() {
    return pairs.length / 2;
  }

  public String name(int index) {
    return pairs[index * 2];
  }

  public String value(int index) {
    return pairs[(index * 2) + 1];
  }

  /// The value of a label, empty if there is none.
  public String get(String name) {
    for (int i = 0; i < pairs.length; i += 2) {
      if (pairs[i].equals(name)) {
        return pairs[i + 1];
      }
    }
    return "";
  }

  /// These labels without the metric's name.
  public Labels withoutName() {
    return without(Names.METRIC);
  }

  /// These labels without those of the names.
  public Labels without(Names names) {
    return filter(names, false);
  }

  /// Those of these labels that have one of the names.
  public Labels keep(Names names) {
    return filter(names, true);
  }

  private Labels filter(Names names, boolean keep) {
    int kept = 0;
    for (int i = 0; i < pairs.length; i += 2) {
      if (names.contains(pairs[i]) == keep) {
        kept += 2;
      }
    }
    if (kept == pairs.length) {
      return this;
    }
    if (kept == 0) {
      return EMPTY;
    }
    var filtered = new String[kept];
    int at = 0;
    for (int i = 0; i < pairs.length; i += 2) {
      if (names.contains(pairs[i]) == keep) {
        filtered[at++] = pairs[i];
        filtered[at++] = pairs[i + 1];
      }
    }
    return new Labels(filtered);
  }

  /// These labels with one set, or taken away if the value is empty.
  public Labels with(String name, String value) {
    var map = new TreeMap<>(asMap());
    map.put(name, value);
    return of(map);
  }

  /// The labels by name, in order.
  public Map<String, String> asMap() {
    var map = new LinkedHashMap<String, String>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put(pairs[i], pairs[i + 1]);
    }
    return Collections.unmodifiableMap(map);
  }

  /// Orders by the first label that differs, in name and then in value; a prefix comes first.
  @Override
  public int compareTo(Labels other) {
    return Arrays.compare(pairs, other.pairs);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Labels labels
        && hash == labels.hash
        && Arrays.equals(pairs, labels.pairs);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /// As Prometheus writes them in messages: `{a="1", b="2"}`.
  @Override
  public String toString() {
    var text = new StringBuilder("{");
    for (int i = 0; i < pairs.length; i += 2) {
      text.append(i == 0 ? "" : ", ").append(pairs[i]).append('=');
      text.append(Texts.quote(pairs[i + 1]));
    }
    return text.append('}').toString();
  }
}
