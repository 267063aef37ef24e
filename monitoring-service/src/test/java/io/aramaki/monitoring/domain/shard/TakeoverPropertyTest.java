package io.aramaki.monitoring.domain.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.kit.testing.MutableClock;
import io.aramaki.monitoring.domain.agent.AgentBook;
import io.aramaki.monitoring.domain.agent.AgentState;
import io.aramaki.monitoring.domain.agent.Tracing;
import io.aramaki.monitoring.domain.check.CheckRecord;
import io.aramaki.monitoring.domain.check.CheckResult;
import io.aramaki.monitoring.domain.check.RecordedChange;
import io.aramaki.monitoring.domain.check.Status;
import io.aramaki.monitoring.domain.hours.OpenHours.OpenHour;
import io.aramaki.monitoring.domain.keepalive.Keepalive;
import io.aramaki.monitoring.domain.keepalive.KeepaliveRules;
import io.aramaki.monitoring.domain.observation.BatchRules;
import io.aramaki.monitoring.domain.observation.JournalRow;
import io.aramaki.monitoring.domain.observation.Observations;
import io.aramaki.monitoring.domain.sequence.BatchHead;
import io.aramaki.monitoring.domain.sequence.BatchKey;
import io.aramaki.monitoring.domain.sequence.SequenceSnapshot;
import io.aramaki.monitoring.domain.subject.SubjectSet;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// However often the owner changes, and wherever it does, the log of changes and the records of the
/// checks are those of one owner that saw every batch once and in order.
final class TakeoverPropertyTest {
  private static final int CASES = 400;
  private static final String AGENT = "orgs/o/agents/a";
  private static final String SYSTEM = MemoryParts.SYSTEM;
  private static final List<Status> STATUSES =
      List.of(Status.OK, Status.WARNING, Status.CRITICAL, Status.UNKNOWN);
  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void anyOwners_recordTheSameChangesAsOne() {
    for (long seed = 0; seed < CASES; seed++) {
      List<JournalRow> sent = new ArrayList<>();
      Map<BatchKey, Observations> contents = new HashMap<>();
      agentRuns(new Random(seed), sent, contents);

      // Given: what one owner records
      var calm = new World(contents);
      sent.forEach(calm::deliver);

      // When
      var wild = new World(contents);
      var random = new Random(seed * 31);
      for (JournalRow row : disorder(random, sent)) {
        wild.deliver(row);
        switch (random.nextInt(8)) {
          case 0 -> wild.takeOver();
          case 1 -> wild.checkpoint();
          default -> {}
        }
      }
      sent.forEach(wild::deliver);
      wild.takeOver();

      // Then
      assertThat(wild.store.changes).as("seed %d", seed).isEqualTo(calm.store.changes);
      assertThat(new TreeMap<>(wild.desk.book().checks()))
          .as("seed %d", seed)
          .isEqualTo(new TreeMap<>(calm.desk.book().checks()));
    }
  }

  private static void agentRuns(
      Random random, List<JournalRow> sent, Map<BatchKey, Observations> contents) {
    long previous = 0;
    long last = 0;
    for (int b = 0; b < 1 + random.nextInt(3); b++) {
      long boot = random.nextLong() | 1;
      int count = 1 + random.nextInt(10);
      for (long seq = 1; seq <= count; seq++) {
        var key = new BatchKey(boot, seq);
        var head =
            new BatchHead(
                1,
                key,
                seq == 1 ? previous : 0,
                seq == 1 ? last : 0,
                BatchRules.hourOf(T0) + random.nextInt(2),
                0,
                1,
                List.of());
        contents.put(key, content(random));
        sent.add(
            new JournalRow(
                AGENT,
                head,
                ByteBuffer.allocate(1),
                ByteBuffer.allocate(1),
                ByteBuffer.allocate(1),
                T0,
                ""));
      }
      previous = boot;
      last = count;
    }
  }

  private static Observations content(Random random) {
    var results = new ArrayList<CheckResult>();
    for (int i = 0; i < random.nextInt(4); i++) {
      Status status = STATUSES.get(random.nextInt(STATUSES.size()));
      String check = "orgs/o/checks/c" + random.nextInt(3);
      results.add(
          new CheckResult(
              SYSTEM, check, status, "out" + random.nextInt(9), T0, Duration.ZERO, "", 1));
    }
    return new Observations(Optional.empty(), List.of(), results, List.of(), null, List.of());
  }

  private static List<JournalRow> disorder(Random random, List<JournalRow> sent) {
    List<JournalRow> wire = new ArrayList<>(sent);
    for (JournalRow row : sent) {
      if (random.nextInt(4) == 0) {
        wire.add(row);
      }
    }
    for (int i = 0; i < random.nextInt(15); i++) {
      Collections.swap(wire, random.nextInt(wire.size()), random.nextInt(wire.size()));
    }
    return wire;
  }

  /// One shard with one agent, and the owner that it has at the moment.
  private static final class World {
    final MemoryShardStore store = new MemoryShardStore();
    private final MutableClock clock = new MutableClock(T0);
    private final ShardParts parts;
    private ShardWriter writer;
    private AgentDesk desk;

    World(Map<BatchKey, Observations> contents) {
      parts =
          MemoryParts.of(
              store, row -> Objects.requireNonNull(contents.get(row.head().key())), clock);
      var subjects = new SubjectSet(AGENT, SYSTEM, java.util.Set.of(SYSTEM), 1, false);
      var state =
          new AgentState(
              AGENT,
              SequenceSnapshot.start(BatchRules.hourOf(T0)),
              Keepalive.heardAt(T0),
              subjects,
              "g1");
      writer = writer(0);
      desk =
          new AgentDesk(
              parts, writer, () -> true, new AgentBook(state, Map.of(), KeepaliveRules.DEFAULT));
      writer.checkpoint(List.of(desk.book()));
    }

    private ShardWriter writer(long head) {
      return new ShardWriter(0, store.epoch, head, store, parts.patience(), () -> true);
    }

    private void journal(JournalRow row) {
      parts.journal().append(row);
      parts.hours().open(0, new OpenHour(AGENT, row.head().hour(), "i", T0));
    }

    void deliver(JournalRow row) {
      journal(row);
      desk.arrived(row, Tracing.NONE);
    }

    void checkpoint() {
      writer.checkpoint(List.of(desk.book()));
    }

    void takeOver() {
      store.epoch++;
      ShardStore.Loaded loaded = store.load(0);
      Map<String, CheckRecord> records = loaded.checks().getOrDefault(AGENT, Map.of());
      writer = writer(loaded.head());
      desk =
          new AgentDesk(
              parts,
              writer,
              () -> true,
              new AgentBook(loaded.agents().getFirst(), records, KeepaliveRules.DEFAULT));
      Replay.of(0, parts).run(desk, clock.instant(), () -> true);
    }
  }

  /// A paused owner that still holds a batch in memory changes nothing.
  @Test
  void formerOwner_isFenced() {
    // Given
    Map<BatchKey, Observations> contents = new HashMap<>();
    List<JournalRow> sent = new ArrayList<>();
    var result =
        new CheckResult(SYSTEM, "orgs/o/checks/c0", Status.CRITICAL, "", T0, Duration.ZERO, "", 1);
    var key = new BatchKey(9, 1);
    contents.put(
        key,
        new Observations(Optional.empty(), List.of(), List.of(result), List.of(), null, List.of()));
    sent.add(
        new JournalRow(
            AGENT,
            new BatchHead(1, key, 0, 0, BatchRules.hourOf(T0), 0, 1, List.of()),
            ByteBuffer.allocate(1),
            ByteBuffer.allocate(1),
            ByteBuffer.allocate(1),
            T0,
            ""));
    var world = new World(contents);
    AgentDesk former = world.desk;
    world.journal(sent.getFirst());

    // When
    world.takeOver();

    // Then
    assertThat(world.store.changes).extracting(RecordedChange::seq).containsExactly(1L);
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () -> former.arrived(sent.getFirst(), Tracing.NONE))
        .isInstanceOf(ShardLost.class);
    assertThat(world.store.changes).hasSize(1);
  }
}
