package io.aramaki.agent.metric;

/// Takes samples on their way to the spool.
@FunctionalInterface
public interface SampleSink {
  void sample(SeriesKey series, long timeMs, double value);
}
