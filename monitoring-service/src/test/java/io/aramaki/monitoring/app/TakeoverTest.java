package io.aramaki.monitoring.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import io.aramaki.agent.v1.Batch;
import io.aramaki.kit.cassandra.CassandraConfig;
import io.aramaki.kit.grpc.client.ClientChannel;
import io.aramaki.kit.grpc.error.Errors;
import io.aramaki.kit.name.ResourceName;
import io.aramaki.kit.testing.CassandraExtension;
import io.aramaki.monitoring.app.MonitoringConfig.KeepaliveConfig;
import io.aramaki.monitoring.v1.CheckState;
import io.aramaki.monitoring.v1.StateChange;
import io.aramaki.type.v1.CheckStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// What happens to acknowledged observations when their owner is paused, killed or restarted.
@ExtendWith(CassandraExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // the world is made before the first test
final class TakeoverTest {
  private CqlSession cql;
  private World world;
  private String agent = "";
  private String system = "";
  private String check = "";

  @BeforeAll
  void makeWorld(CassandraConfig cassandra, CqlSession session, @TempDir Path directory)
      throws Exception {
    cql = session;
    world = new World(directory, cassandra);
  }

  @BeforeEach
  void enrolAgent() {
    long number = System.nanoTime();
    agent = world.agent("a" + number);
    system = world.system("s" + number);
    check = world.check("c" + number);
    world.inventory.enrol(agent, system);
  }

  @AfterAll
  void closeWorld() {
    world.close();
  }

  private void createCheck(Client client, long ttlSeconds) {
    var wanted = client.check(system);
    if (ttlSeconds > 0) {
      wanted
          .setInterval(com.google.protobuf.Duration.newBuilder().setSeconds(1))
          .setTtl(com.google.protobuf.Duration.newBuilder().setSeconds(ttlSeconds));
    }
    client.create(check.substring(check.lastIndexOf('/') + 1), wanted);
  }

  @Test
  void pausedOwner_betweenWriteAndAck_isFenced_andTheObservationIsEvaluatedOnce() throws Exception {
    try (var old = ChildInstance.start(world.yaml("old"), "afterJournalBeforeAck:stop@2");
        var oldClient = new Client(world, old.address)) {
      // Given: the owner is stopped after it wrote the row of the second batch
      createCheck(oldClient, 0);
      ScriptedAgent before = ScriptedAgent.reconnect(agent, 5, () -> oldClient.channel);
      before.send(before.batch(1, ScriptedAgent.result(system, check, CheckStatus.OK)));
      before.awaitAcks(1);
      Batch second = before.batch(2, ScriptedAgent.result(system, check, CheckStatus.CRITICAL));
      before.send(second);
      Until.until("paused", old::isPaused, paused -> paused);

      // When: another takes over, the agent comes back, and the old one goes on
      try (var app = world.start("new");
          var client = new Client(world, app)) {
        ScriptedAgent after = ScriptedAgent.reconnect(agent, 5, () -> client.channel);
        Client.Changes changes = client.watch();
        changes.await(check, 2);
        old.resume();
        after.send(second);
        after.awaitAcks(2);
        Client.Changes ofOld = oldClient.watch();

        // Then
        Until.until(
            "the old one gives up",
            () -> oldClient.states(system),
            states -> states.stream().filter(s -> s.getCheck().equals(check)).count() == 1);
        assertThat(changes.of(check))
            .extracting(StateChange::getState)
            .containsExactly(CheckStatus.OK, CheckStatus.CRITICAL);
        assertThat(changes.of(check)).containsAll(ofOld.of(check));
        assertThat(client.awaitState(system, check, CheckStatus.CRITICAL).getOccurrences())
            .isEqualTo(1);
      }
    }
  }

  @Test
  void killedOwner_afterTheWrite_isReplayedByTheNext_withoutDuplicates() throws Exception {
    try (var old = ChildInstance.start(world.yaml("old"), "afterJournalBeforeAck:kill@3");
        var oldClient = new Client(world, old.address)) {
      // Given
      createCheck(oldClient, 0);
      ScriptedAgent before = ScriptedAgent.reconnect(agent, 6, () -> oldClient.channel);
      before.send(before.batch(1, ScriptedAgent.result(system, check, CheckStatus.OK)));
      before.send(before.batch(2, ScriptedAgent.result(system, check, CheckStatus.WARNING)));
      before.awaitAcks(1, 2);
      Batch third = before.batch(3, ScriptedAgent.result(system, check, CheckStatus.CRITICAL));
      before.send(third);
      before.awaitFailure();
      Until.until("dead", old::isAlive, alive -> !alive);

      // When
      try (var app = world.start("new");
          var client = new Client(world, app)) {
        ScriptedAgent after = ScriptedAgent.reconnect(agent, 6, () -> client.channel);
        after.send(third);
        after.send(after.batch(4, ScriptedAgent.result(system, check, CheckStatus.CRITICAL)));
        after.awaitAcks(3, 4);

        // Then
        Until.until(
            "both results",
            () -> client.awaitState(system, check, CheckStatus.CRITICAL).getOccurrences(),
            occurrences -> occurrences == 2);
        assertThat(client.watch().await(check, 3))
            .extracting(StateChange::getState)
            .containsExactly(CheckStatus.OK, CheckStatus.WARNING, CheckStatus.CRITICAL);
      }
    }
  }

  @Test
  void killedOwner_beforeTheHourWasOpen_theAckOfTheNextOpensIt() throws Exception {
    try (var old = ChildInstance.start(world.yaml("old"), "afterJournalBeforeOpenHour:kill@2");
        var oldClient = new Client(world, old.address)) {
      // Given: the row of the second batch is in the journal, in an hour that nobody knows of
      createCheck(oldClient, 0);
      ScriptedAgent before = ScriptedAgent.reconnect(agent, 6, () -> oldClient.channel);
      long hour = before.header(1).getHour();
      before.send(before.batch(1, ScriptedAgent.result(system, check, CheckStatus.OK)));
      before.awaitAcks(1);
      Batch second =
          ScriptedAgent.batch(
              before.header(2).setHour(hour - 1),
              ScriptedAgent.result(system, check, CheckStatus.WARNING));
      before.send(second);
      before.awaitFailure();
      Until.until("dead", old::isAlive, alive -> !alive);
      assertThat(openHours()).containsExactly(hour);

      // When: the next owner finds that row behind a later batch, and the agent sends it again
      try (var app = world.start("new");
          var client = new Client(world, app)) {
        ScriptedAgent after = ScriptedAgent.reconnect(agent, 6, () -> client.channel);
        after.send(after.batch(3, ScriptedAgent.result(system, check, CheckStatus.CRITICAL)));
        client.awaitState(system, check, CheckStatus.CRITICAL);
        after.send(second);
        after.awaitAcks(3, 2);

        // Then
        assertThat(openHours()).containsExactly(hour - 1, hour);
      }
    }
  }

  private List<Long> openHours() {
    return cql.execute("SELECT agent, hour FROM open_hour").all().stream()
        .filter(row -> agent.equals(row.getString("agent")))
        .map(row -> row.getLong("hour"))
        .distinct()
        .sorted()
        .toList();
  }

  @Test
  void acknowledgedByHeartbeat_butNeverSeenByTheOwner_isFoundInTheJournal() throws Exception {
    try (var app = world.start("one");
        var client = new Client(world, app)) {
      // Given
      createCheck(client, 0);
      ScriptedAgent first = ScriptedAgent.reconnect(agent, 7, () -> client.channel);
      first.send(first.batch(1, ScriptedAgent.result(system, check, CheckStatus.OK)));
      first.awaitAcks(1);

      // When: the agent says that more is durable than the owner knows of
      first.heartbeat(7, 2);

      // Then: the owner asks for what it cannot find
      first.awaitTrue("resend", () -> !first.resends().isEmpty());
      first.send(first.batch(2, ScriptedAgent.result(system, check, CheckStatus.CRITICAL)));
      client.awaitState(system, check, CheckStatus.CRITICAL);
    }
  }

  @Test
  void armedTtl_firesOnceInTime_thoughTheServiceWasRestarted() throws Exception {
    // Given
    Instant armed;
    try (var app = world.start("one");
        var client = new Client(world, app)) {
      createCheck(client, 12);
      ScriptedAgent agentBefore = ScriptedAgent.reconnect(agent, 8, () -> client.channel);
      armed = Instant.now();
      agentBefore.send(agentBefore.batch(1, ScriptedAgent.result(system, check, CheckStatus.OK)));
      agentBefore.awaitAcks(1);
      client.awaitState(system, check, CheckStatus.OK);
    }

    // When
    try (var app = world.start("one");
        var client = new Client(world, app)) {
      ScriptedAgent.reconnect(agent, 8, () -> client.channel);
      Client.Changes changes = client.watch();

      // Then
      List<StateChange> seen = changes.await(check, 2);
      Duration took = Duration.between(armed, Instant.now());
      assertThat(took).isBetween(Duration.ofSeconds(12), Duration.ofSeconds(17));
      assertThat(seen.get(1).getState()).isEqualTo(CheckStatus.WARNING);
      assertThat(seen.get(1).getOutput()).startsWith("Last check execution was 12 seconds ago");
      assertThat(changes.of(check)).hasSize(2);
    }
  }

  @Test
  void twoInstances_shareTheShards_sayWhoOwns_andAnswerForEachOther() throws Exception {
    try (var one = world.start("one");
        var two = world.start("two");
        var clientOne = new Client(world, one);
        var clientTwo = new Client(world, two)) {
      // Given
      createCheck(clientOne, 0);
      ScriptedAgent connected =
          ScriptedAgent.reconnect(agent, 9, new Alternating(clientOne.channel, clientTwo.channel));
      Until.until(
          "both own shards",
          () ->
              io.aramaki.monitoring.v1.OwnershipServiceGrpc.newBlockingStub(clientOne.channel)
                  .listShardOwners(
                      io.aramaki.monitoring.v1.ListShardOwnersRequest.getDefaultInstance()),
          owners ->
              owners.getOwnersCount() == 256
                  && owners.getOwnersList().stream().map(o -> o.getInstance()).distinct().count()
                      == 2);

      // When
      ScriptedAgent settled =
          ScriptedAgent.reconnect(agent, 9, new Alternating(clientOne.channel, clientTwo.channel));
      settled.send(settled.batch(1, ScriptedAgent.result(system, check, CheckStatus.CRITICAL)));
      settled.awaitAcks(1);
      connected.close();

      // Then: both show the state, and the one that is not the owner says so
      for (Client client : List.of(clientOne, clientTwo)) {
        assertThat(client.awaitState(system, check, CheckStatus.CRITICAL).getAgent())
            .isEqualTo(agent);
      }
      assertThat(List.of(clientOne, clientTwo))
          .filteredOn(client -> isRefused(client.channel))
          .hasSize(1);
    }
  }

  private boolean isRefused(ClientChannel channel) {
    ScriptedAgent dialled = ScriptedAgent.dial(agent, 9, channel);
    dialled.awaitTrueOrEnd();
    return dialled
        .failureNow()
        .flatMap(Errors::infoOf)
        .filter(info -> info.getReason().equals("NOT_OWNER"))
        .filter(info -> info.getMetadataOrDefault("owner", "").startsWith("127.0.0.1:"))
        .isPresent();
  }

  /// Tries two channels in turn.
  private static final class Alternating implements java.util.function.Supplier<io.grpc.Channel> {
    private final ClientChannel one;
    private final ClientChannel two;
    private boolean second;

    Alternating(ClientChannel one, ClientChannel two) {
      this.one = one;
      this.two = two;
    }

    @Override
    public io.grpc.Channel get() {
      second = !second;
      return second ? one : two;
    }
  }

  @Test
  void silentAgent_isWarningThenCritical_andOkWhenItComesBack() throws Exception {
    var fast = new KeepaliveConfig(Duration.ofSeconds(1), 3, Duration.ofSeconds(6));
    try (var app = world.start("one", fast);
        var client = new Client(world, app)) {
      // Given
      String keepalive = world.check("keepalive");
      createCheck(client, 3);
      ScriptedAgent first = ScriptedAgent.reconnect(agent, 10, () -> client.channel);
      first.send(first.batch(1, ScriptedAgent.result(system, check, CheckStatus.OK)));
      client.awaitState(system, keepalive, CheckStatus.OK);

      // When
      first.close();

      // Then
      client.awaitState(system, keepalive, CheckStatus.WARNING);
      CheckState critical = client.awaitState(system, keepalive, CheckStatus.CRITICAL);
      assertThat(critical.getOutput())
          .contains("nothing heard of agent " + ResourceName.parse(agent).id());
      ScriptedAgent second = ScriptedAgent.reconnect(agent, 10, () -> client.channel);
      second.heartbeat(10, 1);
      client.awaitState(system, keepalive, CheckStatus.OK);
    }
  }
}
