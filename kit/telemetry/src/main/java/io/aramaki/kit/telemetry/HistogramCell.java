package io.aramaki.kit.telemetry;

import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/// Counts by bucket, and the sum of what was observed.
final class HistogramCell implements Cell {
  private final Buckets buckets;
  private final LongAdder[] counts;
  private final DoubleAdder sum = new DoubleAdder();

  HistogramCell(Buckets buckets) {
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
