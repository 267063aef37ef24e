package io.aramaki.monitoring.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.kit.cassandra.CassandraConfig;
import io.aramaki.kit.cassandra.embedded.Pause;
import io.aramaki.kit.testing.CassandraExtension;
import io.aramaki.monitoring.app.MonitoringConfig.KeepaliveConfig;
import io.aramaki.monitoring.domain.shard.Shards;
import io.aramaki.monitoring.v1.StateChange;
import io.aramaki.type.v1.CheckStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Cassandra stops for a while: nothing is acknowledged that is not durable, and nothing is lost.
@ExtendWith(CassandraExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // the world is made before the first test
final class CassandraOutageTest {
  private static final int BATCHES = 60;
  private static final Duration OUTAGE = Duration.ofSeconds(6);
  private static final int AGENTS = 4;
  private static final Duration HEARTBEAT = Duration.ofMillis(250);

  /// The silent agent is WARNING after 3 seconds; from then on its owner sees nothing.
  private static final Duration BLIND = Duration.ofSeconds(12);

  /// Longer than the grace, and than what Cassandra needs to come round.
  private static final Duration AFTERWARDS = Duration.ofSeconds(8);

  /// A busy machine may take this much longer to tell of the silent one: 30 s.
  private static final int MORE_BEATS_MAX = 120;

  private World world;

  @BeforeAll
  void makeWorld(CassandraConfig cassandra, @TempDir Path directory) throws Exception {
    world = new World(directory, cassandra);
  }

  @AfterAll
  void closeWorld() {
    world.close();
  }

  @Test
  void cassandraStoppedAndBack_acksStop_resume_andNothingIsLost() throws Exception {
    try (var app = world.start("one");
        var client = new Client(world, app)) {
      // Given
      String agent = world.agent("outage");
      String system = world.system("outage");
      String check = world.check("outage");
      world.inventory.enrol(agent, system);
      client.create("outage", client.check(system));
      ScriptedAgent connected = ScriptedAgent.reconnect(agent, 77, () -> client.channel);
      connected.send(connected.batch(1, ScriptedAgent.result(system, check, CheckStatus.OK)));
      connected.awaitAcks(1);

      // When
      int during;
      try (var _ = Pause.of(cassandraChild().pid())) {
        for (int seq = 2; seq <= BATCHES; seq++) {
          connected.send(
              connected.batch(seq, ScriptedAgent.result(system, check, CheckStatus.CRITICAL)));
        }
        LockSupport.parkNanos(OUTAGE.toNanos());
        during = connected.acks().size();
      }

      // Then
      assertThat(during).isEqualTo(1);
      connected.awaitTrue("all acks", () -> connected.acks().size() == BATCHES);
      Until.until(
          "all evaluated",
          () -> client.awaitState(system, check, CheckStatus.CRITICAL).getOccurrences(),
          occurrences -> occurrences == BATCHES - 1);
      assertThat(client.watch().await(check, 2)).hasSize(2);
    }
  }

  /// The thread of the shard waits in the write of the one that is silent, and what the others say
  /// waits in its queue.
  @Test
  void ownerBlindForLongerThanAKeepalive_tellsOfTheSilentAgent_andOfNoOther() throws Exception {
    var keepalive = new KeepaliveConfig(Duration.ofSeconds(1), 3, Duration.ofSeconds(60));
    try (var app = world.start("one", keepalive);
        var client = new Client(world, app)) {
      // Given
      List<ScriptedAgent> alive = connectAllOfOneShard(client);
      ScriptedAgent silent = alive.removeLast();
      Client.Changes changes = client.watch();
      changes.awaitOfAgent(silent.name, 1);

      // When
      silent.close();
      try (var _ = Pause.of(cassandraChild().pid())) {
        beat(alive, BLIND);
      }
      beat(alive, AFTERWARDS);
      for (int i = 0; i < MORE_BEATS_MAX && problems(silent, changes).isEmpty(); i++) {
        beat(alive, HEARTBEAT);
      }

      // Then
      assertThat(problems(silent, changes)).containsExactly(CheckStatus.WARNING);
      assertThat(alive).allSatisfy(agent -> assertThat(problems(agent, changes)).isEmpty());
    }
  }

  private List<ScriptedAgent> connectAllOfOneShard(Client client) {
    var agents = new ArrayList<ScriptedAgent>();
    int shard = Shards.of(world.agent("a0"));
    for (int number = 0; agents.size() < AGENTS; number++) {
      String agent = world.agent("a" + number);
      if (Shards.of(agent) == shard) {
        world.inventory.enrol(agent, world.system("s" + number));
        agents.add(ScriptedAgent.reconnect(agent, 78, () -> client.channel));
      }
    }
    return agents;
  }

  private static void beat(List<ScriptedAgent> agents, Duration span) {
    long end = System.nanoTime() + span.toNanos();
    while (System.nanoTime() < end) {
      agents.forEach(agent -> agent.heartbeat(0, 0));
      LockSupport.parkNanos(HEARTBEAT.toNanos());
    }
  }

  private List<CheckStatus> problems(ScriptedAgent agent, Client.Changes changes) {
    return changes.of(world.check("keepalive")).stream()
        .filter(change -> change.getAgent().equals(agent.name))
        .map(StateChange::getState)
        .filter(status -> status != CheckStatus.OK)
        .toList();
  }

  private static ProcessHandle cassandraChild() {
    return ProcessHandle.current()
        .descendants()
        .filter(child -> child.info().commandLine().orElse("").contains("cassandra"))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no Cassandra among the children of this process"));
  }
}
