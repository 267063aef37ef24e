package io.aramaki.kit.telemetry;

import java.util.function.DoubleSupplier;

/// A value that somebody else keeps.
record SuppliedCell(DoubleSupplier value) implements Cell {
  @Override
  public void write(StringBuilder out, String name, String labels) {
    Cell.line(out, name, labels, value.getAsDouble());
  }
}
