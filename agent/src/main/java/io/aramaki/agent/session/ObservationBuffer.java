package io.aramaki.agent.session;

import io.aramaki.agent.check.CheckResult;
import io.aramaki.agent.metric.SampleSink;
import io.aramaki.agent.metric.SeriesKey;
import io.aramaki.agent.session.wire.BatchHeaders;
import io.aramaki.agent.session.wire.MetricBlock;
import io.aramaki.agent.session.wire.Results;
import io.aramaki.agent.spool.Spool;
import io.aramaki.agent.spool.batch.BatchKey;
import io.aramaki.agent.spool.batch.BatchKind;
import io.aramaki.agent.spool.batch.Draft;
import io.aramaki.monitoring.v1.Observations;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/// Gathers observations into batches, metrics and results apart, and appends them to the spool.
///
/// A result whose status changed leaves at once and is on stable storage when [#result] returns;
/// everything else waits for [#flushResults] and [#flushMetrics]. What waits is bounded: over the
/// bound it is flushed early.
public final class ObservationBuffer implements SampleSink {
  private static final int METRIC_BYTES_MAX = 512 * 1024;
  private static final int RESULT_BYTES_MAX = 128 * 1024;
  private static final byte[] NOTHING = {};

  private final Spool spool;
  private final String system;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final MetricBlock metrics = new MetricBlock();
  private int format = BatchHeaders.OBSERVATIONS;
  private final List<String> traceparents = new ArrayList<>();
  private Observations.Builder results = Observations.newBuilder();
  private int resultBytes;

  /// @param system the system that the agent's host is
  public ObservationBuffer(Spool spool, String system, Clock clock) {
    this.spool = spool;
    this.system = system;
    this.clock = clock;
  }

  /// Writes metrics in this format from now on, as monitoring takes it; until it said so, in the
  /// oldest.
  public void write(int newFormat) {
    lock.lock();
    try {
      format = newFormat == BatchHeaders.COLUMNS ? BatchHeaders.COLUMNS : BatchHeaders.OBSERVATIONS;
    } finally {
      lock.unlock();
    }
  }

  /// Monitoring has a batch.
  public void acknowledged(BatchKey key) {
    lock.lock();
    try {
      metrics.acknowledged(key);
    } finally {
      lock.unlock();
    }
  }

  public void result(CheckResult result) {
    lock.lock();
    try {
      var message = Results.result(result);
      results.addResults(message);
      resultBytes += message.getSerializedSize();
      boolean sampled = result.trace().sampled() && !result.trace().traceparent().isEmpty();
      if (sampled && traceparents.size() < Draft.TRACEPARENTS_MAX) {
        traceparents.add(result.trace().traceparent());
      }
      if (result.statusChanged() || resultBytes > RESULT_BYTES_MAX) {
        appendResults(result.statusChanged());
      }
    } finally {
      lock.unlock();
    }
  }

  /// Adds an event of the agent itself.
  public void event(String kind, String summary) {
    lock.lock();
    try {
      var event = Results.event(system, kind, summary, clock.instant());
      results.addEvents(event);
      resultBytes += event.getSerializedSize();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void sample(SeriesKey series, long timeMs, double value) {
    lock.lock();
    try {
      metrics.add(series, timeMs, value);
      if (metrics.bytes() >= METRIC_BYTES_MAX) {
        appendMetrics();
      }
    } finally {
      lock.unlock();
    }
  }

  public void flushResults() {
    lock.lock();
    try {
      if (resultBytes > 0) {
        appendResults(false);
      }
    } finally {
      lock.unlock();
    }
  }

  public void flushMetrics() {
    lock.lock();
    try {
      if (metrics.samples() > 0) {
        appendMetrics();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Appends everything that waits, with a first word about this start; durable afterwards.
  public void begin(String kind, String summary) {
    lock.lock();
    try {
      event(kind, summary);
      appendResults(true);
    } finally {
      lock.unlock();
    }
  }

  /// Lets headers carry the gaps that nobody was told of, in batches of their own.
  public void tellGaps() {
    lock.lock();
    try {
      boolean appended = true;
      while (spool.hasUntoldGaps() && appended) {
        event("agent.spool-gap", "the spool had to give up batches; their number is in this batch");
        appended = appendResults(true).isPresent();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Appends what waits and, as the last word, that silence until then is no death.
  ///
  /// @return the batch whose acknowledgement is worth to wait for
  public Optional<BatchKey> goodbye(String reason, Duration expectedAbsence) {
    lock.lock();
    try {
      flushMetrics();
      results.setGoodbye(Results.goodbye(reason, expectedAbsence));
      return appendResults(true);
    } finally {
      lock.unlock();
    }
  }

  private Optional<BatchKey> appendResults(boolean urgent) {
    Observations content = results.build();
    var draft =
        new Draft(
            BatchKind.RESULTS,
            BatchHeaders.OBSERVATIONS,
            hour(),
            content.toByteArray(),
            0,
            content.getResultsCount(),
            traceparents,
            urgent);
    results = Observations.newBuilder();
    resultBytes = 0;
    traceparents.clear();
    return spool.append(draft);
  }

  private void appendMetrics() {
    int samples = metrics.samples();
    long hour = hour();
    Function<byte[], Optional<BatchKey>> append =
        content ->
            spool.append(
                new Draft(BatchKind.METRICS, format, hour, content, samples, 0, List.of(), false));
    var _ =
        format == BatchHeaders.COLUMNS
            ? metrics.spoolColumns(hour, NOTHING, append)
            : metrics.spoolObservations(append);
  }

  private long hour() {
    return TimeUnit.SECONDS.toHours(clock.instant().getEpochSecond());
  }
}
