package io.aramaki.agent.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.aramaki.agent.spool.batch.BatchKey;
import io.aramaki.agent.spool.batch.GapRange;
import io.aramaki.agent.spool.batch.SpooledBatch;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// What is given up when there is no room, and that it is told.
class SpoolSpaceTest {
  private static SpoolSettings settings(long cap, long reserve) {
    return new SpoolSettings(
        cap, 4 << 10, reserve, 3, 4, 200, Duration.ofSeconds(3), Duration.ofSeconds(3));
  }

  @Test
  void cap_isReached_oldestMetricsGoFirstAndAreCounted() {
    for (int seed = 1; seed <= 60; seed++) {
      // Given
      var world = new SpoolWorld(seed, settings(64 << 10, 0));
      long samples = 0;
      long results = 0;

      // When
      world.spool();
      for (int i = 0; i < 400; i++) {
        world.append(i % 9 == 0, false);
        world.tick();
      }
      assertThat(world.spool().figures().bytes()).isLessThanOrEqualTo(64 << 10);
      world.drain();
      long resultsDropped = world.spool().figures().resultsDropped();
      long samplesDropped = world.spool().figures().samplesDropped();

      // Then
      for (SpooledBatch batch : world.received.values()) {
        samples += Text.numbers(batch)[4];
        results += Text.numbers(batch)[5];
      }
      long samplesTold = world.toldGaps().stream().mapToLong(GapRange::samples).sum();
      assertThat(resultsDropped).as("seed " + seed).isZero();
      assertThat(results).isGreaterThan(40);
      assertThat(samples).isPositive();
      assertThat(samplesTold).isEqualTo(samplesDropped).isPositive();
      world.assertComplete();
      assertNothingToldArrived(world);
    }
  }

  private static void assertNothingToldArrived(SpoolWorld world) {
    for (GapRange gap : world.toldGaps()) {
      for (long seq = gap.firstSeq(); seq <= gap.lastSeq(); seq++) {
        assertThat(world.received).doesNotContainKey(new BatchKey(gap.boot(), seq));
      }
    }
  }

  @Test
  void cap_isReachedWithBatchesThatWereSent_thoseStay() {
    // Given
    var world = new SpoolWorld(3, settings(64 << 10, 0));
    world.spool();
    for (int i = 0; i < 10; i++) {
      world.append(false, false);
    }
    world.tick();
    while (world.sendOne(false)) {
      assertThat(world.cursor).isNotNull();
    }
    var sent = Objects.requireNonNull(world.cursor);

    // When
    for (int i = 0; i < 300; i++) {
      world.append(false, false);
    }
    world.tick();

    // Then
    for (long seq = 1; seq <= sent.seq(); seq++) {
      assertThat(world.spool().read(new BatchKey(sent.boot(), seq))).isPresent();
    }
    assertThat(world.spool().figures().samplesDropped()).isPositive();
  }

  @Test
  void cap_isReachedByResultsAlone_oldestGoButTheFirstOfTheBootStays() {
    // Given
    var world = new SpoolWorld(5, settings(32 << 10, 0));
    world.spool();

    // When
    for (int i = 0; i < 500; i++) {
      world.append(true, false);
    }
    world.tick();

    // Then
    assertThat(world.spool().figures().bytes()).isLessThanOrEqualTo(32 << 10);
    assertThat(world.spool().read(new BatchKey(1, 1))).isPresent();
    long dropped = world.spool().figures().resultsDropped();
    world.drain();
    assertThat(world.toldGaps().stream().mapToLong(GapRange::results).sum())
        .isEqualTo(dropped)
        .isPositive();
    world.assertComplete();
  }

  @Test
  void diskIsFull_resultsGoOnInTheReserveAndMetricsAreTold() {
    // Given
    var world = new SpoolWorld(11, settings(1 << 30, 256 << 10));
    world.spool();
    world.disk.capacity = world.disk.used() + (8 << 10);
    int kept = 0;

    // When
    for (int i = 0; i < 100; i++) {
      world.append(false, false);
      kept += world.append(true, true).isPresent() ? 1 : 0;
    }

    // Then
    assertThat(kept).isEqualTo(100);
    assertThat(world.spool().figures().diskFull()).isTrue();
    assertThat(world.spool().figures().samplesDropped()).isPositive();
    long dropped = world.spool().figures().samplesDropped();
    world.disk.capacity = Long.MAX_VALUE;
    world.nanos += Duration.ofMinutes(1).toNanos();
    world.tick();
    assertThat(world.spool().figures().diskFull()).isFalse();
    assertThat(world.append(false, true)).isPresent();
    world.drain();
    assertThat(world.toldGaps().stream().mapToLong(GapRange::samples).sum()).isEqualTo(dropped);
    world.assertComplete();
  }

  @Test
  void diskIsFullAndReserveUsedUp_nothingBreaksAndAllIsTold() {
    for (int seed = 1; seed <= 60; seed++) {
      // Given
      var world = new SpoolWorld(seed, settings(1 << 30, 16 << 10));
      world.spool();
      world.disk.capacity = world.disk.used() + world.random.nextInt(6_000);
      int kept = 0;

      // When
      for (int i = 0; i < 150; i++) {
        world.append(false, false);
        kept += world.append(true, true).isPresent() ? 1 : 0;
        if (world.random.nextInt(20) == 0) {
          world.tick();
        }
      }
      long results = world.spool().figures().resultsDropped();
      world.drain();

      // Then
      assertThat(kept + results).isEqualTo(150);
      assertThat(world.toldGaps().stream().mapToLong(GapRange::results).sum()).isEqualTo(results);
      assertThat(world.receivedContents()).containsAll(world.durableResults());
      world.assertComplete();
    }
  }

  @Test
  void diskIsFull_processIsStartedAgain_startsAndRecovers() {
    // Given
    var world = new SpoolWorld(13, settings(1 << 30, 16 << 10));
    world.spool();
    world.disk.capacity = world.disk.used();
    for (int i = 0; i < 100; i++) {
      world.append(true, true);
    }

    // When
    world.disk.crash();
    world.boot();
    world.append(true, true);
    world.disk.capacity = Long.MAX_VALUE;
    world.nanos += Duration.ofMinutes(1).toNanos();
    world.drain();

    // Then
    world.assertComplete();
  }

  @Test
  void fsync_fails_everythingStopsWithAMessage() {
    // Given
    var world = new SpoolWorld(1, settings(1 << 30, 0));
    Spool spool = world.spool();
    world.disk.syncFails = true;

    // When
    var thrown = catchThrowable(() -> world.append(true, true));

    // Then
    assertThat(thrown).isInstanceOf(SpoolFailure.class).hasMessageContaining("I/O error");
    assertThatThrownBy(spool::tick).isInstanceOf(SpoolFailure.class);
  }
}
