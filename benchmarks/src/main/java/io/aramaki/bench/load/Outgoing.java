package io.aramaki.bench.load;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.aramaki.agent.session.wire.BatchHeaders;
import io.aramaki.agent.session.wire.MetricBlock;
import io.aramaki.agent.spool.batch.BatchKey;
import io.aramaki.agent.v1.Batch;
import io.aramaki.bench.wire.BulkContent;
import io.aramaki.monitoring.v1.BatchHeader;
import io.aramaki.monitoring.v1.Observations;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The batches of one boot that have no answer yet, in order, and which of them are on their way.
/// It stands for the agent's spool, in memory. Not thread-safe.
final class Outgoing {
  /// What fits beside the header into the largest batch that monitoring takes.
  private static final int CONTENT_BYTES_MAX = (1 << 20) - (1 << 10);

  private static final int SECONDS_PER_HOUR = 3_600;

  private final long boot;
  private final BatchKey previous;
  private final Clock clock;
  private final TreeMap<Long, Batch> unanswered = new TreeMap<>();
  private final Map<Long, Long> inFlight = new HashMap<>();
  private final Deque<Long> first = new ArrayDeque<>();
  private final MetricBlock metrics = new MetricBlock();
  private long newest;
  private long cursor;

  /// @param previous the last batch of the boot before
  /// @param clock says the hour of a batch
  Outgoing(long boot, BatchKey previous, Clock clock) {
    this.boot = boot;
    this.previous = previous;
    this.clock = clock;
  }

  /// Makes the next batch of these, as an agent would.
  ///
  /// @param format the format of the content
  /// @param definitionVersion of the check definitions that the agent holds
  /// @throws IllegalArgumentException if it would be too large
  BatchKey offer(
      List<SeriesSamples> samples,
      List<SimulatedResult> results,
      int format,
      long definitionVersion) {
    var message = Observations.newBuilder();
    results.forEach(result -> message.addResults(result.message(definitionVersion)));
    int count = samples.stream().mapToInt(block -> block.values().length).sum();
    if (format == BatchHeaders.COLUMNS) {
      samples.forEach(block -> metrics.add(block.series(), block.timesMs(), block.values()));
      byte[] beside = message.build().toByteArray();
      var _ =
          metrics.spoolColumns(
              hour(),
              beside,
              content ->
                  Optional.of(
                      add(
                          format,
                          UnsafeByteOperations.unsafeWrap(content),
                          count,
                          results.size())));
    } else {
      samples.forEach(block -> message.addSeries(block.message()));
      var _ = add(format, message.build().toByteString(), count, results.size());
    }
    return new BatchKey(boot, newest);
  }

  /// Makes a content in columns the next batch, of the hour that it says.
  ///
  /// @throws IllegalArgumentException if it would be too large
  BatchKey offer(BulkContent content) {
    ByteString bytes = UnsafeByteOperations.unsafeWrap(content.write(newest + 1, answeredUpTo()));
    return add(BatchHeaders.COLUMNS, content.hour(), bytes, content.samples(), 0);
  }

  /// Makes the content the next batch, of this hour.
  ///
  /// @throws IllegalArgumentException if it is empty or too large
  BatchKey add(int format, ByteString content, int samples, int results) {
    return add(format, hour(), content, samples, results);
  }

  private BatchKey add(int format, long hour, ByteString content, int samples, int results) {
    if (content.isEmpty() || content.size() > CONTENT_BYTES_MAX) {
      throw new IllegalArgumentException(
          "a batch has 1 to %d bytes, was %d: offer less at a time"
              .formatted(CONTENT_BYTES_MAX, content.size()));
    }
    newest++;
    Batch batch =
        Batch.newBuilder()
            .setHeader(header(format, hour, samples, results))
            .setContent(content)
            .build();
    unanswered.put(newest, batch);
    return new BatchKey(boot, newest);
  }

  private ByteString header(int format, long hour, int samples, int results) {
    var header =
        BatchHeader.newBuilder()
            .setFormat(format)
            .setBoot(boot)
            .setSeq(newest)
            .setHour(hour)
            .setSampleCount(samples)
            .setResultCount(results);
    if (newest == 1) {
      header.setPreviousBoot(previous.boot()).setPreviousLastSeq(previous.seq());
    }
    return header.build().toByteString();
  }

  private long hour() {
    return clock.instant().getEpochSecond() / SECONDS_PER_HOUR;
  }

  /// The next batch to send, if the credits allow one; it then counts as on its way.
  Optional<Batch> next(int credits, long now) {
    if (inFlight.size() >= credits) {
      return Optional.empty();
    }
    for (Long seq = first.poll(); seq != null; seq = first.poll()) {
      Batch batch = unanswered.get(seq);
      if (batch != null && !inFlight.containsKey(seq)) {
        inFlight.put(seq, now);
        return Optional.of(batch);
      }
    }
    for (var entry = unanswered.higherEntry(cursor);
        entry != null;
        entry = unanswered.higherEntry(cursor)) {
      cursor = entry.getKey();
      if (!inFlight.containsKey(cursor)) {
        inFlight.put(cursor, now);
        return Optional.of(entry.getValue());
      }
    }
    return Optional.empty();
  }

  /// Notes an acknowledgement.
  ///
  /// @return true if the batch had no answer before
  boolean acknowledged(BatchKey key) {
    metrics.acknowledged(key);
    return answered(key);
  }

  /// Notes an answer.
  ///
  /// @return true if the batch had none before
  boolean answered(BatchKey key) {
    if (key.boot() != boot) {
      return false;
    }
    inFlight.remove(key.seq());
    return unanswered.remove(key.seq()) != null;
  }

  /// Forgets what was on its way, because the session is over: everything without an answer is sent
  /// again, in order.
  void restart() {
    inFlight.clear();
    first.clear();
    cursor = 0;
  }

  /// Sends these again before the others.
  ///
  /// @return how many of them were answered before, so that they are gone here
  long resend(long ofBoot, long firstSeq, long lastSeq) {
    if (ofBoot != boot || firstSeq < 1 || lastSeq < firstSeq) {
      return 0;
    }
    long last = Math.min(lastSeq, newest);
    int again = 0;
    for (long seq : unanswered.subMap(firstSeq, true, lastSeq, true).keySet()) {
      inFlight.remove(seq);
      first.add(seq);
      again++;
    }
    return Math.max(0, last - firstSeq + 1 - again);
  }

  /// When the batch was sent that has waited longest for its answer.
  Optional<Long> oldestSent() {
    return inFlight.values().stream().min(Long::compare);
  }

  int unanswered() {
    return unanswered.size();
  }

  long bytes() {
    long bytes = 0;
    for (Batch batch : unanswered.values()) {
      bytes += batch.getContent().size();
    }
    return bytes;
  }

  long newestSeq() {
    return newest;
  }

  /// The highest seq up to which everything was answered.
  long answeredUpTo() {
    return unanswered.isEmpty() ? newest : unanswered.firstKey() - 1;
  }
}
