package io.aramaki.kit.telemetry;

import org.jspecify.annotations.Nullable;

/// A count of what has happened. Without labels it counts itself; with labels, each [#with] does.
public final class Counter {
  private final Family<Cell.Count> family;
  private final Cell.@Nullable Count cell;

  Counter(Family<Cell.Count> family, String... values) {
    this.family = family;
    this.cell = values.length == 0 && !family.labels().isEmpty() ? null : family.cell(values);
  }

  /// Answers the counter of these label values, in the order of the labels.
  public Counter with(String... labelValues) {
    return new Counter(family, labelValues);
  }

  public void increment() {
    add(1);
  }

  public void add(long more) {
    if (more < 0) {
      throw new IllegalArgumentException("a counter only grows, was given " + more);
    }
    cell().count.add(more);
  }

  public long value() {
    return cell().count.sum();
  }

  private Cell.Count cell() {
    return cell != null ? cell : family.cell();
  }
}
