package io.aramaki.agent.spool;

import io.aramaki.agent.spool.batch.BatchKey;
import io.aramaki.agent.spool.batch.GapRange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What was given up and the server does not know yet.
///
/// A gap is pending until the header of a batch carries it, and carried until that batch is done
/// with. If the carrier is lost, its gaps are pending again.
final class GapBook {
  private record Start(long boot, long seq) {}

  private final TreeMap<Start, GapRange> pending =
      new TreeMap<>(Comparator.comparingLong(Start::boot).thenComparingLong(Start::seq));
  private final Map<BatchKey, List<GapRange>> carried = new LinkedHashMap<>();
  private int carriedRanges;

  /// Adds a gap, merged with pending neighbours.
  void add(GapRange gap) {
    var start = new Start(gap.boot(), gap.firstSeq());
    GapRange merged = gap;
    Map.@Nullable Entry<Start, GapRange> before = pending.floorEntry(start);
    if (before != null && before.getValue().touches(merged)) {
      pending.remove(before.getKey());
      merged = merged.merge(before.getValue());
    }
    Map.@Nullable Entry<Start, GapRange> after = pending.ceilingEntry(start);
    if (after != null && after.getValue().touches(merged)) {
      pending.remove(after.getKey());
      merged = merged.merge(after.getValue());
    }
    pending.put(new Start(merged.boot(), merged.firstSeq()), merged);
  }

  /// Takes a mark of a ledger over.
  void restore(Ledger.GapMark mark) {
    if (mark.isPending()) {
      add(mark.range());
    } else {
      carried.computeIfAbsent(mark.carrier(), _ -> new ArrayList<>()).add(mark.range());
      carriedRanges++;
    }
  }

  /// Lets a batch carry some of what is pending.
  List<GapRange> assign(BatchKey carrier, int max) {
    var gaps = new ArrayList<GapRange>();
    Iterator<GapRange> ranges = pending.values().iterator();
    while (ranges.hasNext() && gaps.size() < max) {
      gaps.add(ranges.next());
      ranges.remove();
    }
    if (!gaps.isEmpty()) {
      carried.put(carrier, gaps);
      carriedRanges += gaps.size();
    }
    return gaps;
  }

  void carrierDone(BatchKey carrier) {
    @Nullable List<GapRange> told = carried.remove(carrier);
    carriedRanges -= told == null ? 0 : told.size();
  }

  void carrierLost(BatchKey carrier) {
    @Nullable List<GapRange> untold = carried.remove(carrier);
    if (untold != null) {
      carriedRanges -= untold.size();
      untold.forEach(this::add);
    }
  }

  boolean hasPending() {
    return !pending.isEmpty();
  }

  Collection<BatchKey> carriers() {
    return List.copyOf(carried.keySet());
  }

  int size() {
    return pending.size() + carriedRanges;
  }

  boolean covers(BatchKey key) {
    return of(key.boot()).stream()
        .anyMatch(gap -> gap.firstSeq() <= key.seq() && key.seq() <= gap.lastSeq());
  }

  List<GapRange> of(long boot) {
    var ranges = new ArrayList<GapRange>();
    marks().stream()
        .map(Ledger.GapMark::range)
        .filter(gap -> gap.boot() == boot)
        .forEach(ranges::add);
    return ranges;
  }

  List<Ledger.GapMark> marks() {
    var marks = new ArrayList<Ledger.GapMark>(size());
    pending.values().forEach(gap -> marks.add(new Ledger.GapMark(gap, Ledger.NO_CARRIER)));
    carried.forEach(
        (carrier, gaps) -> gaps.forEach(gap -> marks.add(new Ledger.GapMark(gap, carrier))));
    return marks;
  }
}
