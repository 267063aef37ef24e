package io.aramaki.kit.telemetry;

import java.util.concurrent.atomic.AtomicLong;

/// A value that is set, or changed by steps.
final class GaugeCell implements Cell {
  private final AtomicLong bits = new AtomicLong(Double.doubleToRawLongBits(0));

  void set(double value) {
    bits.set(Double.doubleToRawLongBits(value));
  }

  void add(double step) {
    bits.updateAndGet(before -> Double.doubleToRawLongBits(Double.longBitsToDouble(before) + step));
  }

  double get() {
    return Double.longBitsToDouble(bits.get());
  }

  @Override
  public void write(StringBuilder out, String name, String labels) {
    Cell.line(out, name, labels, get());
  }
}
