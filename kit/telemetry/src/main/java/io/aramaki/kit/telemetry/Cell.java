package io.aramaki.kit.telemetry;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;

/// What is behind one combination of label values.
sealed interface Cell {
  /// Writes the lines of this cell.
  ///
  /// @param labels `a="x",b="y"`, or empty
  void write(StringBuilder out, String name, String labels);

  /// Writes one line: `name{labels} value`.
  static void line(StringBuilder out, String name, String labels, double value) {
    out.append(name);
    if (!labels.isEmpty()) {
      out.append('{').append(labels).append('}');
    }
    out.append(' ').append(number(value)).append('\n');
  }

  /// Writes whole numbers without a fraction, as people expect of counts.
  static String number(double value) {
    if (value == Double.POSITIVE_INFINITY) {
      return "+Inf";
    } else if (value == Double.NEGATIVE_INFINITY) {
      return "-Inf";
    }
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  /// A count.
  final class Count implements Cell {
    final LongAdder count = new LongAdder();

    @Override
    public void write(StringBuilder out, String name, String labels) {
      Cell.line(out, name, labels, (double) count.sum());
    }
  }

  /// A value that is set, or changed by steps.
  final class Level implements Cell {
    private final AtomicLong bits = new AtomicLong(Double.doubleToRawLongBits(0));

    void set(double value) {
      bits.set(Double.doubleToRawLongBits(value));
    }

    void add(double step) {
      bits.updateAndGet(
          before -> Double.doubleToRawLongBits(Double.longBitsToDouble(before) + step));
    }

    double get() {
      return Double.longBitsToDouble(bits.get());
    }

    @Override
    public void write(StringBuilder out, String name, String labels) {
      Cell.line(out, name, labels, get());
    }
  }

  /// A value that somebody else keeps.
  record Supplied(DoubleSupplier value) implements Cell {
    @Override
    public void write(StringBuilder out, String name, String labels) {
      Cell.line(out, name, labels, value.getAsDouble());
    }
  }

  /// Counts by bucket, and the sum of what was observed.
  final class Distribution implements Cell {
    private final Buckets buckets;
    private final LongAdder[] counts;
    private final DoubleAdder sum = new DoubleAdder();

    Distribution(Buckets buckets) {
      this.buckets = buckets;
      this.counts =
          Stream.generate(LongAdder::new).limit(buckets.size() + 1L).toArray(LongAdder[]::new);
    }

    void observe(double value) {
      counts[buckets.indexOf(value)].increment();
      sum.add(value);
    }

    long count() {
      return Stream.of(counts).mapToLong(LongAdder::sum).sum();
    }

    @Override
    public void write(StringBuilder out, String name, String labels) {
      long cumulative = 0;
      String before = labels.isEmpty() ? "" : labels + ",";
      for (int i = 0; i < counts.length; i++) {
        cumulative += counts[i].sum();
        String bound = Cell.number(buckets.bound(i));
        Cell.line(out, name + "_bucket", before + "le=\"" + bound + "\"", (double) cumulative);
      }
      Cell.line(out, name + "_sum", labels, sum.sum());
      Cell.line(out, name + "_count", labels, (double) cumulative);
    }
  }
}
