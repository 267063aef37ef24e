package io.aramaki.monitoring.domain.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.monitoring.domain.sequence.Sequence.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Whatever happens on the way (duplicates, loss with resend, disorder, reconnects, new boots, new
/// owners), batches are applied once each and in the order of the agent.
final class SequencePropertyTest {
  private static final int CASES = 2_000;

  @Test
  void anyInterleaving_appliesTheSortedUniqueSequence() {
    for (long seed = 0; seed < CASES; seed++) {
      check(seed);
    }
  }

  /// A world: what the agent sent, what the journal holds, what the owner has applied.
  private static final class World {
    private final Random random;
    private final List<BatchHead> sent = new ArrayList<>();
    private final List<Gap> dropped = new ArrayList<>();
    private final List<BatchHead> journal = new ArrayList<>();
    private final List<BatchKey> applied = new ArrayList<>();
    private Sequence owner = new Sequence(SequenceSnapshot.start(0));
    private SequenceSnapshot checkpoint = owner.snapshot();
    private int appliedAtCheckpoint;

    World(long seed) {
      random = new Random(seed);
    }

    void offer(BatchHead head) {
      if (!journal.contains(head)) {
        journal.add(head);
      }
      assertThat(owner.offer(head)).isNotEqualTo(Verdict.AFTER_END);
      applyAll();
    }

    void applyAll() {
      for (Optional<BatchHead> next = owner.next(); next.isPresent(); next = owner.next()) {
        applied.add(next.get().key());
        owner.applied(next.get());
      }
    }

    /// A new owner reads the checkpoint and replays the journal.
    void takeOver() {
      owner = new Sequence(checkpoint);
      applied.subList(appliedAtCheckpoint, applied.size()).clear();
      for (BatchHead head : journal) {
        owner.offer(head);
      }
      applyAll();
    }

    void save() {
      checkpoint = owner.snapshot();
      appliedAtCheckpoint = applied.size();
    }
  }

  private static void check(long seed) {
    // Given
    var world = new World(seed);
    agentRuns(world);

    // When
    List<BatchHead> wire = disorder(world);
    for (BatchHead head : wire) {
      world.offer(head);
      if (world.random.nextInt(6) == 0) {
        world.save();
      }
      if (world.random.nextInt(12) == 0) {
        world.takeOver();
      }
    }
    resendUntilComplete(world);

    // Then
    List<BatchKey> expected = world.sent.stream().map(BatchHead::key).toList();
    assertThat(world.applied).as("seed %d", seed).isEqualTo(expected);
    assertThat(world.owner.isBehind()).as("seed %d", seed).isFalse();
    assertThat(world.owner.waitingCount()).as("seed %d", seed).isZero();
    for (BatchHead head : world.sent) {
      assertThat(world.owner.offer(head)).isEqualTo(Verdict.APPLIED);
    }
  }

  /// Some boots with some batches; the spool drops a few, which a later header declares.
  private static void agentRuns(World world) {
    long previousBoot = 0;
    long previousLast = 0;
    List<Gap> undeclared = new ArrayList<>();
    int boots = 1 + world.random.nextInt(4);
    for (int b = 0; b < boots; b++) {
      long boot = world.random.nextLong() | 1;
      int last = 1 + world.random.nextInt(8);
      for (long seq = 1; seq <= last; seq++) {
        boolean drop = seq > 1 && (seq < last || b < boots - 1) && world.random.nextInt(7) == 0;
        if (drop) {
          undeclared.add(new Gap(new SeqRange(boot, seq, seq), 1, 1));
          continue;
        }
        world.sent.add(
            new BatchHead(
                1,
                new BatchKey(boot, seq),
                seq == 1 ? previousBoot : 0,
                seq == 1 ? previousLast : 0,
                b,
                1,
                1,
                undeclared));
        world.dropped.addAll(undeclared);
        undeclared = new ArrayList<>();
      }
      previousBoot = boot;
      previousLast = last;
    }
  }

  private static List<BatchHead> disorder(World world) {
    var wire = new ArrayList<BatchHead>();
    for (BatchHead head : world.sent) {
      if (world.random.nextInt(5) > 0) {
        wire.add(head);
      }
      if (world.random.nextInt(4) == 0) {
        wire.add(world.sent.get(world.random.nextInt(world.sent.size())));
      }
    }
    for (int swaps = world.random.nextInt(12); swaps > 0 && wire.size() > 1; swaps--) {
      Collections.swap(wire, world.random.nextInt(wire.size()), world.random.nextInt(wire.size()));
    }
    return wire;
  }

  /// The owner asks for what is missing, and hears by heartbeat what the agent knows to be durable.
  private static void resendUntilComplete(World world) {
    BatchHead newest = world.sent.getLast();
    Set<Missing> asked = new HashSet<>();
    for (int round = 0; round < 200; round++) {
      world.owner.expect(newest.key());
      Optional<Missing> missing = world.owner.missing();
      if (missing.isEmpty()) {
        return;
      }
      assertThat(missing.get()).isInstanceOf(Missing.Batches.class);
      if (missing.get() instanceof Missing.Batches(SeqRange range)) {
        asked.add(missing.get());
        for (BatchHead head : world.sent) {
          if (range.contains(head.key())) {
            world.offer(head);
          }
        }
        // What was dropped is declared in the header of a later batch, which is asked for last.
        if (world.sent.stream().noneMatch(head -> range.contains(head.key()))) {
          world.sent.forEach(world::offer);
        }
      }
    }
    throw new AssertionError("still missing after 200 rounds: " + asked);
  }
}
