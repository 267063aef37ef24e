package io.aramaki.monitoring.domain.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.kit.testing.MutableClock;
import io.aramaki.monitoring.domain.MonitoringException;
import io.aramaki.monitoring.domain.agent.AgentLink;
import io.aramaki.monitoring.domain.catalog.Catalog;
import io.aramaki.monitoring.domain.observation.JournalRow;
import io.aramaki.monitoring.domain.observation.Observations;
import io.aramaki.monitoring.domain.observation.Refusal;
import io.aramaki.monitoring.domain.sequence.BatchHead;
import io.aramaki.monitoring.domain.sequence.BatchKey;
import io.aramaki.monitoring.domain.sequence.SeqRange;
import io.aramaki.monitoring.domain.subject.SubjectSet;
import io.aramaki.monitoring.domain.subject.Subjects;
import io.aramaki.monitoring.domain.time.ChangeSignal;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ShardRunnerTest {
  private static final String AGENT = "orgs/o/agents/a";
  private static final SubjectSet SUBJECTS =
      new SubjectSet(AGENT, MemoryParts.SYSTEM, Set.of(MemoryParts.SYSTEM), 1, false);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final MutableClock clock = MutableClock.started();
  private final MemoryShardStore store = new MemoryShardStore();
  private final ShardRunner runner =
      new ShardRunner(
          0,
          1,
          MemoryParts.of(store, _ -> Observations.NONE, clock),
          new Subjects(_ -> Optional.of(SUBJECTS), clock.nanoTime()),
          new ChangeSignal(),
          _ -> {});

  @BeforeEach
  void start() throws InterruptedException {
    runner.start();
    assertThat(runner.awaitReady(PATIENCE)).isTrue();
  }

  @AfterEach
  void stop() throws InterruptedException {
    runner.stop();
    runner.awaitEnd(PATIENCE);
  }

  @Test
  void sessionThatEnded_withNobodyToSaySo_isSeenByTheTick() {
    // Given
    var link = new Link();
    AgentDesk desk = runner.open(SUBJECTS, link, "1", 0);
    assertThat(desk.report().connected()).isTrue();

    // When: what a full queue would lose is never said
    link.open = false;
    clock.advance(Duration.ofSeconds(1));

    // Then
    await(() -> !desk.report().connected());
    assertThat(desk.link()).isNull();
    assertThat(desk.book().keepalive().graceUntil()).isAfter(clock.instant());
    assertThat(desk.report().version()).isEqualTo("1");
  }

  /// So that the next owner need not replay what an agent sends in 50 s, which may be a long spool.
  @Test
  void agentThatSendsMuch_isMadeDurableLongBeforeTheOthers() {
    // Given
    AgentDesk _ = runner.open(SUBJECTS, new Link(), "1", 0);

    // When
    for (long seq = 1; seq <= 31; seq++) {
      runner.arrived(row(seq));
    }
    tickBehindAllThatArrived();

    // Then
    assertThat(durableSeq()).isZero();

    // When
    runner.arrived(row(32));
    tickBehindAllThatArrived();

    // Then
    assertThat(durableSeq()).isEqualTo(32);
  }

  /// The runner looks at the clock after each question, before it takes the next one.
  private void tickBehindAllThatArrived() {
    askForNothing();
    clock.advance(Duration.ofSeconds(1));
    askForNothing();
    askForNothing();
  }

  private void askForNothing() {
    boolean _ = runner.settle("orgs/o/agents/nobody", List.of());
  }

  private long durableSeq() {
    return store.load(0).agents().getFirst().sequence().seq();
  }

  private static JournalRow row(long seq) {
    var head = new BatchHead(1, new BatchKey(7, seq), 0, 0, 0, 0, 1, List.of());
    var nothing = ByteBuffer.allocate(1);
    return new JournalRow(AGENT, head, nothing, nothing, nothing, Instant.EPOCH, "");
  }

  private static void await(BooleanSupplier what) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!what.getAsBoolean()) {
      assertThat(System.nanoTime()).as("not yet").isLessThan(end);
      Thread.onSpinWait();
    }
  }

  private static final class Link implements AgentLink {
    private volatile boolean open = true;

    @Override
    public String gateway() {
      return "g";
    }

    @Override
    public void acknowledge(BatchKey key) {}

    @Override
    public void refuse(BatchKey key, Refusal refusal) {}

    @Override
    public void resend(SeqRange range) {}

    @Override
    public void define(Catalog catalog, SubjectSet subjects) {}

    @Override
    public void end(MonitoringException why) {
      open = false;
    }

    @Override
    public boolean isOpen() {
      return open;
    }
  }
}
