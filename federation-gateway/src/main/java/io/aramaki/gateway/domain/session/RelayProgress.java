package io.aramaki.gateway.domain.session;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/// How the relay of agents' streams is getting on, for `status` and metrics.
public final class RelayProgress {
  private final LongAdder batches = new LongAdder();
  private final LongAdder batchBytes = new LongAdder();
  private final LongAdder acks = new LongAdder();
  private final LongAdder streamsOpened = new LongAdder();
  private final LongAdder streamsRefused = new LongAdder();
  private final LongAdder streamsCut = new LongAdder();
  private final AtomicLong openSessions = new AtomicLong();
  private final AtomicLong oldestUnacknowledgedMs = new AtomicLong();
  private final AtomicReference<Optional<Instant>> lastAck =
      new AtomicReference<>(Optional.empty());

  /// A batch has been passed on to its owner.
  public void batchRelayed(int bytes) {
    batches.increment();
    batchBytes.add(bytes);
  }

  /// An acknowledgement or a final refusal has been passed on to its agent.
  public void ackRelayed(Instant now) {
    acks.increment();
    lastAck.set(Optional.of(now));
  }

  public void streamOpened() {
    streamsOpened.increment();
  }

  public void streamRefused() {
    streamsRefused.increment();
  }

  public void streamCut() {
    streamsCut.increment();
  }

  /// What a look at all open sessions has found.
  ///
  /// @param oldestMs the age of the oldest relayed batch without an acknowledgement; 0 if none
  public void observe(long sessions, long oldestMs) {
    openSessions.set(sessions);
    oldestUnacknowledgedMs.set(oldestMs);
  }

  public long batches() {
    return batches.sum();
  }

  public long batchBytes() {
    return batchBytes.sum();
  }

  public long acks() {
    return acks.sum();
  }

  public long streamsOpenedTotal() {
    return streamsOpened.sum();
  }

  public long streamsRefusedTotal() {
    return streamsRefused.sum();
  }

  public long streamsCutTotal() {
    return streamsCut.sum();
  }

  public long openSessions() {
    return openSessions.get();
  }

  public long oldestUnacknowledgedMs() {
    return oldestUnacknowledgedMs.get();
  }

  /// Answers when the newest acknowledgement was passed on; empty if none was yet.
  public Optional<Instant> lastAck() {
    return lastAck.get();
  }
}
