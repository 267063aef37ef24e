package io.aramaki.monitoring.domain.sequence;

import io.aramaki.monitoring.domain.sequence.SequenceSnapshot.Ended;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Applies one agent's batches in order without gaps, whatever order they arrive in.
///
/// Within a boot the order is that of seq. The first batch of a boot names the boot before and its
/// last seq, so boots form a chain, and a boot ends when all of it was applied or declared dropped.
/// Whatever way batches are duplicated, reordered, sent again or found in the journal, the order in
/// which [#next] gives them is the same. Confined to one thread.
public final class Sequence {
  /// How many boots before the current one are remembered, to know their batches as duplicates.
  static final int ENDED_MAX = 256;

  /// What a batch is.
  public enum Verdict {
    /// It is kept until its turn.
    WAITS,
    /// It was applied before.
    APPLIED,
    /// Its boot ended with a lower seq: no agent of ours sends it.
    AFTER_END
  }

  private final Waiting waiting = new Waiting();
  private final Map<Long, Long> ended = new LinkedHashMap<>();
  private final List<Gap> passed = new ArrayList<>();
  private long ordinal;
  private long boot;
  private long seq;
  private long hour;
  private @Nullable BatchKey expected;

  public Sequence(SequenceSnapshot snapshot) {
    ordinal = snapshot.ordinal();
    boot = snapshot.boot();
    seq = snapshot.seq();
    hour = snapshot.hour();
    snapshot.ended().forEach(e -> ended.put(e.boot(), e.lastSeq()));
  }

  public SequenceSnapshot snapshot() {
    var boots = new ArrayList<Ended>();
    ended.forEach((endedBoot, last) -> boots.add(new Ended(endedBoot, last)));
    return new SequenceSnapshot(ordinal, boot, seq, hour, boots);
  }

  /// Takes note of a batch that is durable.
  public Verdict offer(BatchHead head) {
    Verdict verdict = classify(head.key());
    if (verdict == Verdict.WAITS) {
      waiting.add(head);
    }
    return verdict;
  }

  /// Says what a batch is, without taking note of it.
  public Verdict classify(BatchKey key) {
    if (hasApplied(key)) {
      return Verdict.APPLIED;
    }
    return ended.containsKey(key.boot()) ? Verdict.AFTER_END : Verdict.WAITS;
  }

  /// Tells whether a batch was applied, or is in a gap that was passed.
  public boolean hasApplied(BatchKey key) {
    if (key.boot() == boot && ordinal > 0) {
      return key.seq() <= seq;
    }
    @Nullable Long last = ended.get(key.boot());
    return last != null && key.seq() <= last;
  }

  /// Takes note that the agent was told that everything up to this batch is durable.
  public void expect(BatchKey acknowledged) {
    expected = acknowledged.seq() == 0 ? null : acknowledged;
  }

  /// Answers the batch whose turn it is, if it is here. Say [#applied] before asking again.
  public Optional<BatchHead> next() {
    while (true) {
      if (ordinal > 0) {
        passGaps();
        @Nullable BatchHead head = waiting.get(boot, seq + 1);
        if (head != null) {
          return Optional.of(head);
        }
      }
      @Nullable Long following = following();
      if (following == null) {
        return Optional.empty();
      }
      begin(following);
    }
  }

  /// Notes that the batch of [#next] was applied.
  public void applied(BatchHead head) {
    if (head.boot() != boot || head.seq() != seq + 1) {
      throw new IllegalStateException(
          head.key() + " is not the next batch after " + new BatchKey(boot, seq));
    }
    waiting.remove(head);
    seq = head.seq();
    hour = head.hour();
  }

  /// Says what is missing, when [#next] is empty; empty if nothing waits or is expected.
  public Optional<Missing> missing() {
    if (ordinal > 0) {
      long before = Math.min(waiting.lowest(boot), endOfBoot() + 1);
      if (before > seq + 1 && before != Long.MAX_VALUE) {
        return Optional.of(range(boot, seq + 1, before - 1));
      }
    }
    for (long other : waiting.boots()) {
      if (other != boot || ordinal == 0) {
        return Optional.of(missingBefore(other));
      }
    }
    return missingExpected();
  }

  /// Stops waiting for what is missing: the agent does not have it any more. Batches become a gap,
  /// a boot without a link follows the current one.
  public void giveUp(Missing missing) {
    switch (missing) {
      case Missing.Batches(SeqRange range) -> waiting.addGap(new Gap(range, 0, 0));
      case Missing.Link(long unlinked) -> begin(unlinked);
    }
  }

  /// Hands over the gaps that were passed since the last time.
  public List<Gap> drainPassedGaps() {
    List<Gap> gaps = List.copyOf(passed);
    passed.clear();
    return gaps;
  }

  /// The newest batch that was applied, or passed as a gap.
  public BatchKey position() {
    return new BatchKey(boot, seq);
  }

  /// The position of an observation in a batch of the current boot.
  public Position position(BatchHead head, int index) {
    return new Position(ordinal, head.seq(), index);
  }

  /// Tells whether something that the agent knows to be durable was not applied.
  public boolean isBehind() {
    return missingExpected().isPresent();
  }

  public int waitingCount() {
    return waiting.count();
  }

  private void passGaps() {
    @Nullable Gap gap = waiting.gapAt(boot, seq + 1);
    while (gap != null && waiting.lowest(boot) > seq + 1) {
      seq = Math.min(gap.range().last(), waiting.lowest(boot) - 1);
      if (seq == gap.range().last()) {
        passed.add(gap);
      }
      gap = waiting.gapAt(boot, seq + 1);
    }
  }

  /// The last seq of the current boot, if a batch that waits names it, and what is expected of it.
  private long endOfBoot() {
    for (long other : waiting.boots()) {
      @Nullable BatchHead first = waiting.get(other, 1);
      if (first != null && other != boot && first.previousBoot() == boot) {
        return first.previousLastSeq();
      }
    }
    @Nullable BatchKey key = expected;
    return key != null && key.boot() == boot && key.seq() > seq ? key.seq() : Long.MAX_VALUE - 1;
  }

  private @Nullable Long following() {
    for (long other : waiting.boots()) {
      if (other == boot && ordinal > 0) {
        continue;
      }
      @Nullable BatchHead first = waiting.get(other, 1);
      boolean follows =
          ordinal == 0
              ? first == null ? waiting.gapAt(other, 1) != null : first.startsChain()
              : first != null
                  && first.previousBoot() == boot
                  && first.previousLastSeq() <= seq
                  && !first.startsChain();
      if (follows) {
        return other;
      }
    }
    return null;
  }

  private void begin(long next) {
    if (ordinal > 0) {
      ended.put(boot, seq);
      waiting.removeBoot(boot);
      if (ended.size() > ENDED_MAX) {
        ended.remove(ended.keySet().iterator().next());
      }
    }
    ordinal++;
    boot = next;
    seq = 0;
  }

  /// Walks back from a boot that waits to the first thing that keeps it from being applied.
  private Missing missingBefore(long start) {
    long at = start;
    for (int steps = 0; steps <= ENDED_MAX; steps++) {
      @Nullable BatchHead first = waiting.get(at, 1);
      if (first == null) {
        return waiting.gapAt(at, 1) != null
            ? new Missing.Link(at)
            : range(at, 1, waiting.lowest(at) - 1);
      }
      long previous = first.previousBoot();
      if (first.startsChain() || ended.containsKey(previous) || previous == at) {
        return new Missing.Link(at);
      }
      if (!waiting.boots().contains(previous)) {
        return range(previous, 1, first.previousLastSeq());
      }
      at = previous;
    }
    return new Missing.Link(start);
  }

  private Optional<Missing> missingExpected() {
    @Nullable BatchKey key = expected;
    if (key == null || hasApplied(key) || ended.containsKey(key.boot())) {
      return Optional.empty();
    }
    return key.boot() == boot && ordinal > 0
        ? Optional.of(range(boot, seq + 1, key.seq()))
        : Optional.of(range(key.boot(), 1, key.seq()));
  }

  private Missing range(long ofBoot, long first, long last) {
    long gap = waiting.nextGap(ofBoot, first);
    return new Missing.Batches(new SeqRange(ofBoot, first, Math.min(last, gap - 1)));
  }
}
