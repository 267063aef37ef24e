package io.aramaki.agent.spool;

import io.aramaki.agent.spool.batch.BatchKind;
import io.aramaki.agent.spool.segment.Segment;
import java.util.ArrayList;
import java.util.List;

/// What the spool knows of one boot of the agent.
final class BootLog {
  private final int order;
  private final long boot;
  private final List<Segment> metrics = new ArrayList<>();
  private final List<Segment> results = new ArrayList<>();

  /// The highest seq that was given away.
  long lastSeq;

  /// No seq beyond this one was ever sent; durable in the ledger before it is true.
  long sentThrough;

  /// What the ledger said at start: all seqs up to here are done with.
  long restoredDoneThrough;

  /// Seqs beyond this one are not on stable storage yet and must not be sent.
  long syncedSeq = Long.MAX_VALUE;

  BootLog(int order, long boot) {
    this.order = order;
    this.boot = boot;
  }

  int order() {
    return order;
  }

  long boot() {
    return boot;
  }

  List<Segment> segments(BatchKind kind) {
    return kind == BatchKind.METRICS ? metrics : results;
  }

  List<Segment> segments() {
    var all = new ArrayList<>(metrics);
    all.addAll(results);
    return all;
  }

  void add(Segment segment) {
    segments(segment.id().kind()).add(segment);
    lastSeq = Math.max(lastSeq, segment.lastSeq());
  }

  void remove(Segment segment) {
    segments(segment.id().kind()).remove(segment);
  }

  /// The lowest seq that is not done with, from a seq on; -1 if there is none.
  long firstPendingFrom(long seq) {
    long inMetrics = firstPending(metrics, seq);
    long inResults = firstPending(results, seq);
    if (inMetrics < 0 || inResults < 0) {
      return Math.max(inMetrics, inResults);
    }
    return Math.min(inMetrics, inResults);
  }

  /// All seqs up to here are done with or given up.
  long doneThrough() {
    long pending = firstPendingFrom(1);
    return Math.max(restoredDoneThrough, pending < 0 ? lastSeq : pending - 1);
  }

  private static long firstPending(List<Segment> segments, long seq) {
    for (Segment segment : segments) {
      if (segment.lastSeq() >= seq) {
        int index = segment.firstPendingFrom(seq);
        if (index >= 0) {
          return segment.seq(index);
        }
      }
    }
    return -1;
  }

  Ledger.BootMark mark() {
    return new Ledger.BootMark(order, boot, lastSeq, doneThrough(), sentThrough);
  }
}
