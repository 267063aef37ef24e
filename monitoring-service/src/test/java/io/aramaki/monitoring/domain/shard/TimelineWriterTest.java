package io.aramaki.monitoring.domain.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.kit.testing.MutableClock;
import io.aramaki.monitoring.domain.agent.Tracing;
import io.aramaki.monitoring.domain.check.Hardness;
import io.aramaki.monitoring.domain.check.RecordedChange;
import io.aramaki.monitoring.domain.check.StateChange;
import io.aramaki.monitoring.domain.check.Status;
import io.aramaki.monitoring.domain.observation.Observations;
import io.aramaki.monitoring.domain.subject.Subjects;
import io.aramaki.monitoring.domain.time.Patience;
import io.aramaki.monitoring.domain.timeline.Timeline;
import io.aramaki.monitoring.domain.timeline.TimelineEvent;
import io.aramaki.monitoring.domain.timeline.TimelineStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class TimelineWriterTest {
  private static final int PATIENCE_SECONDS = 20;

  private final MutableClock clock = MutableClock.started();

  @Test
  void changeWithoutASystem_isLeftOut_andAllOthersAreCopied() throws InterruptedException {
    // Given
    var written = new Written();
    var store =
        new FixedChanges(
            List.of(
                change(1, 1, ""),
                change(1, 2, MemoryParts.SYSTEM),
                change(2, 1, MemoryParts.SYSTEM)));
    var shards =
        new Shards(
            MemoryParts.of(store, _ -> Observations.NONE, clock),
            new Subjects(_ -> Optional.empty(), clock.nanoTime()));
    var timeline = new Timeline(written);

    // When
    try (shards;
        var writer = new TimelineWriter(shards, timeline, clock, new Patience(new Random(1)))) {
      shards.acquired(1, 1);
      shards.acquired(2, 1);
      writer.start(Tracing.NONE);

      // Then
      assertThat(written.two.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(written.ids).containsExactly("1-2", "2-1");
    }
  }

  private static RecordedChange change(int shard, long seq, String system) {
    var change =
        new StateChange(
            "orgs/o/checks/c",
            system,
            "orgs/o/agents/a",
            Status.OK,
            Status.CRITICAL,
            Hardness.HARD,
            1,
            1,
            "it is bad",
            Instant.EPOCH,
            Instant.EPOCH,
            Map.of(),
            "",
            Status.OK);
    return new RecordedChange(shard, seq, change);
  }

  /// Shards in whose logs these changes lie.
  private record FixedChanges(List<RecordedChange> all) implements ShardStore {
    @Override
    public Loaded load(int shard) {
      return new Loaded(List.of(), Map.of(), changes(shard, 0, Integer.MAX_VALUE).size(), 0);
    }

    @Override
    public boolean write(int shard, long epoch, ShardBatch batch) {
      return true;
    }

    @Override
    public List<RecordedChange> changes(int shard, long afterSeq, int limit) {
      return all.stream()
          .filter(change -> change.shard() == shard && change.seq() > afterSeq)
          .limit(limit)
          .toList();
    }
  }

  private static final class Written implements TimelineStore {
    final CountDownLatch two = new CountDownLatch(2);
    final Set<String> ids = new ConcurrentSkipListSet<>();

    @Override
    public void append(List<TimelineEvent> events) {
      for (TimelineEvent event : events) {
        ids.add(event.eventId());
        two.countDown();
      }
    }

    @Override
    public List<TimelineEvent> list(
        String system, Instant from, Instant to, @Nullable Mark after, int limit) {
      return List.of();
    }
  }
}
