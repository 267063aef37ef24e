package io.aramaki.monitoring.domain.sequence;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The batches of an agent that were seen but not applied, and the gaps that they declare. Bounded:
/// what does not fit is found again in the journal.
final class Waiting {
  static final int BATCHES_MAX = 10_000;
  static final int GAPS_MAX = 1_000;

  private final Map<Long, TreeMap<Long, BatchHead>> batches = new LinkedHashMap<>();
  private final List<Gap> gaps = new ArrayList<>();
  private int count;

  void add(BatchHead head) {
    if (count < BATCHES_MAX) {
      TreeMap<Long, BatchHead> ofBoot = batches.computeIfAbsent(head.boot(), _ -> new TreeMap<>());
      if (ofBoot.putIfAbsent(head.seq(), head) == null) {
        count++;
      }
    }
    head.gaps().forEach(this::addGap);
  }

  void addGap(Gap gap) {
    if (gaps.size() < GAPS_MAX && !gaps.contains(gap)) {
      gaps.add(gap);
    }
  }

  void remove(BatchHead head) {
    @Nullable TreeMap<Long, BatchHead> ofBoot = batches.get(head.boot());
    if (ofBoot != null && ofBoot.remove(head.seq()) != null) {
      count--;
      if (ofBoot.isEmpty()) {
        batches.remove(head.boot());
      }
    }
  }

  void removeBoot(long boot) {
    @Nullable TreeMap<Long, BatchHead> removed = batches.remove(boot);
    count -= removed == null ? 0 : removed.size();
    gaps.removeIf(gap -> gap.range().boot() == boot);
  }

  @Nullable BatchHead get(long boot, long seq) {
    @Nullable TreeMap<Long, BatchHead> ofBoot = batches.get(boot);
    return ofBoot == null ? null : ofBoot.get(seq);
  }

  /// The lowest seq of a boot that waits; [Long#MAX_VALUE] if none does.
  long lowest(long boot) {
    @Nullable TreeMap<Long, BatchHead> ofBoot = batches.get(boot);
    return ofBoot == null ? Long.MAX_VALUE : ofBoot.firstKey();
  }

  /// The gap that holds a seq, if one does.
  @Nullable Gap gapAt(long boot, long seq) {
    var key = new BatchKey(boot, seq);
    for (Gap gap : gaps) {
      if (gap.range().contains(key)) {
        return gap;
      }
    }
    return null;
  }

  /// The first seq at or after `seq` at which a gap begins; [Long#MAX_VALUE] if none does.
  long nextGap(long boot, long seq) {
    long next = Long.MAX_VALUE;
    for (Gap gap : gaps) {
      if (gap.range().boot() == boot && gap.range().last() >= seq) {
        next = Math.min(next, Math.max(gap.range().first(), seq));
      }
    }
    return next;
  }

  /// Every boot of which a batch or a gap is known, in the order in which they were seen.
  Set<Long> boots() {
    Set<Long> boots = new LinkedHashSet<>(batches.keySet());
    gaps.forEach(gap -> boots.add(gap.range().boot()));
    return boots;
  }

  int count() {
    return count;
  }
}
