package io.aramaki.kit.telemetry;

import java.util.concurrent.atomic.LongAdder;

/// A count.
final class CounterCell implements Cell {
  final LongAdder count = new LongAdder();

  @Override
  public void write(StringBuilder out, String name, String labels) {
    Cell.line(out, name, labels, (double) count.sum());
  }
}
