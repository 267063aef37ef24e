package io.aramaki.agent.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.agent.spool.batch.BatchKey;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Whatever a crash leaves of what was not synced, nothing is lost that was.
class SpoolCrashTest {
  private static final int CASES = 300;

  private static SpoolSettings small() {
    return new SpoolSettings(
        1 << 30,
        4 << 10,
        0,
        3,
        4,
        100,
        java.time.Duration.ofSeconds(3),
        java.time.Duration.ofSeconds(3));
  }

  @Test
  void crash_anywhere_losesNothingThatWasSynced() {
    for (int seed = 1; seed <= CASES; seed++) {
      crashes(seed);
    }
  }

  @Test
  @Tag("full")
  void crash_anywhereHundredThousandSeeds_losesNothingThatWasSynced() {
    for (int seed = CASES; seed <= 100_000; seed++) {
      crashes(seed);
    }
  }

  private static void crashes(int seed) {
    // Given
    var world = new SpoolWorld(seed, small());
    SplittableRandom random = world.random;

    // When
    int boots = 1 + random.nextInt(5);
    for (int i = 0; i < boots; i++) {
      world.untilCrash(random.nextInt(120), () -> live(world));
    }
    world.drain();

    // Then
    assertThat(world.receivedContents()).as("seed " + seed).containsAll(world.durable);
    world.assertComplete();
  }

  private static void live(SpoolWorld world) {
    for (int step = 0; step < 150; step++) {
      switch (world.random.nextInt(8)) {
        case 0, 1 -> world.append(false, false);
        case 2 -> world.append(true, false);
        case 3 -> world.append(true, true);
        case 4 -> world.tick();
        case 5, 6 -> world.sendOne(world.random.nextInt(5) > 0);
        default -> world.ackOne();
      }
    }
  }

  @Test
  void bitFlip_anywhere_costsOnlyWhatIsTold() {
    for (int seed = 1; seed <= CASES; seed++) {
      // Given
      var world = new SpoolWorld(seed, small());
      for (int i = 0; i < 30; i++) {
        world.append(world.random.nextBoolean(), false);
      }
      world.tick();
      world.disk.crash();
      var names = world.disk.list();
      world.disk.flip(names.get(world.random.nextInt(names.size())));

      // When
      world.boot();
      world.drain();

      // Then
      long told = world.toldGaps().stream().mapToLong(g -> g.lastSeq() - g.firstSeq() + 1).sum();
      long lost = world.durable.stream().filter(c -> !world.receivedContents().contains(c)).count();
      assertThat(lost).as("seed " + seed).isLessThanOrEqualTo(1);
      boolean firstLost = !world.received.containsKey(new BatchKey(1, 1));
      boolean tailLost = lost == 1 && told == 0;
      if (!firstLost && !tailLost) {
        assertThat(told).as("seed " + seed).isEqualTo(lost);
        world.assertComplete();
      }
    }
  }

  @Test
  void fileIsMissing_atStart_isToldAsGap() {
    // Given
    var world = new SpoolWorld(7, small());
    for (int i = 0; i < 60; i++) {
      world.append(true, true);
    }
    var victim = world.disk.list().stream().filter(n -> n.endsWith(".r")).sorted().toList().get(1);
    world.disk.delete(victim);

    // When
    world.boot();
    world.drain();

    // Then
    world.assertComplete();
    assertThat(world.toldGaps()).hasSize(1);
    assertThat(world.toldGaps().getFirst().boot()).isEqualTo(1);
  }

  @Test
  void ledgerIsDamaged_atStart_everythingIsSentAgain() {
    // Given
    var world = new SpoolWorld(9, small());
    for (int i = 0; i < 10; i++) {
      world.append(true, true);
    }
    while (world.sendOne(true)) {
      world.spool().done(java.util.Objects.requireNonNull(world.cursor));
    }
    world.spool().close();
    world.disk.flip(Ledger.NAME);

    // When
    world.boot();
    world.drain();

    // Then
    world.assertComplete();
    assertThat(world.receivedContents()).containsAll(world.durable);
  }
}
