package io.aramaki.agent.spool;

import io.aramaki.agent.spool.batch.BatchKey;
import io.aramaki.agent.spool.batch.BatchKind;
import io.aramaki.agent.spool.batch.GapRange;
import io.aramaki.agent.spool.segment.Segment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Decides what is given up when there is no room.
///
/// Only segments of which nothing was ever sent: oldest metrics first, then oldest results. A
/// segment with the first batch of a boot goes last, because that batch says which boot was before.
/// When gaps have become too many to be kept apart, results go together with the metrics around
/// them.
final class Eviction {
  private final SegmentStore store;
  private final GapBook gaps;
  private final SpoolSettings settings;

  Eviction(SegmentStore store, GapBook gaps, SpoolSettings settings) {
    this.store = store;
    this.gaps = gaps;
    this.settings = settings;
  }

  Optional<SegmentStore.Slot> choose(boolean metricsOnly) {
    boolean tooManyGaps = gaps.size() >= settings.gapsMax();
    Optional<SegmentStore.Slot> oldestMetrics = oldest(BatchKind.METRICS, false);
    if (oldestMetrics.isPresent() && (!tooManyGaps || metricsOnly)) {
      return oldestMetrics;
    }
    if (metricsOnly) {
      return Optional.empty();
    }
    return oldest(BatchKind.RESULTS, false)
        .or(() -> oldestMetrics)
        .or(() -> oldest(BatchKind.RESULTS, true));
  }

  /// One gap for each run of neighbouring seqs in the segment.
  List<GapRange> gapsOf(SegmentStore.Slot slot) {
    Segment segment = slot.segment();
    var ranges = new ArrayList<GapRange>();
    for (int i = 0; i < segment.count(); i++) {
      gaps.carrierLost(new BatchKey(slot.log().boot(), segment.seq(i)));
      GapRange gap = segment.gap(i);
      boolean joins = !ranges.isEmpty() && ranges.getLast().touches(gap);
      ranges.add(joins ? ranges.removeLast().merge(gap) : gap);
    }
    return ranges;
  }

  private Optional<SegmentStore.Slot> oldest(BatchKind kind, boolean firstOfBoot) {
    for (BootLog log : store.boots()) {
      for (Segment segment : log.segments(kind)) {
        boolean neverSent = segment.id().firstSeq() > log.sentThrough;
        boolean anchor = segment.indexOf(1) >= 0;
        if (neverSent && !segment.isEmpty() && (firstOfBoot || !anchor)) {
          return Optional.of(new SegmentStore.Slot(log, segment, 0));
        }
      }
    }
    return Optional.empty();
  }
}
