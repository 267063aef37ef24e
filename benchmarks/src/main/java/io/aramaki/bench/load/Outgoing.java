package io.aramaki.bench.load;

import io.aramaki.agent.spool.BatchKey;
import io.aramaki.agent.v1.Batch;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The batches of one boot that have no answer yet, in order, and which of them are on their way.
/// It stands for the agent's spool, in memory. Not thread-safe.
final class Outgoing {
  private final long boot;
  private final TreeMap<Long, Batch> unanswered = new TreeMap<>();
  private final Map<Long, Long> inFlight = new HashMap<>();
  private final Deque<Long> first = new ArrayDeque<>();
  private long newest;
  private long cursor;

  Outgoing(long boot) {
    this.boot = boot;
  }

  long nextSeq() {
    return newest + 1;
  }

  void add(Batch batch) {
    newest++;
    unanswered.put(newest, batch);
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
