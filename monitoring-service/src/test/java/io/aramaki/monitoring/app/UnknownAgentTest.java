package io.aramaki.monitoring.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import com.google.rpc.ErrorInfo;
import io.aramaki.agent.v1.Batch;
import io.aramaki.kit.cassandra.CassandraConfig;
import io.aramaki.kit.grpc.error.Errors;
import io.aramaki.kit.testing.CassandraExtension;
import io.aramaki.monitoring.v1.Goodbye;
import io.aramaki.monitoring.v1.Observations;
import io.aramaki.monitoring.v1.Series;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Agents with a certificate of ours that inventory does not know. An acknowledgement or a refusal
/// takes a batch off the agent's spool, so they must hear neither: they bring everything again when
/// inventory knows them.
@ExtendWith(CassandraExtension.class)
@SuppressWarnings("NullAway.Init") // the fields are set before the first test
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class UnknownAgentTest {
  private CqlSession session;
  private World world;
  private MonitoringApp app;
  private Client client;

  @BeforeAll
  void start(CassandraConfig cassandra, CqlSession cql, @TempDir Path directory) throws Exception {
    session = cql;
    world = new World(directory, cassandra);
    app = world.start("m1");
    client = new Client(world, app);
    world.inventory.enrol(world.agent("known"), world.system("known"));
    ScriptedAgent.reconnect(world.agent("known"), 1, () -> client.channel).close();
  }

  @AfterAll
  void stop() {
    client.close();
    app.close();
    world.close();
  }

  @Test
  void unknownAgent_isRefusedWithoutAnAnswer_andItsBatchesAreTakenOnceItIsKnown() {
    // Given
    String agent = world.agent("late");
    String system = world.system("late");

    // When
    ScriptedAgent refused = ScriptedAgent.dial(agent, 2, client.channel);
    Batch ofASystem = refused.batch(1, sample(system));
    Batch ofNone = refused.batch(2, goodbye());
    refused.send(ofASystem);
    refused.send(ofNone);

    // Then
    assertEndedAsUnknown(refused);
    assertThat(refused.acks()).isEmpty();

    // And when inventory knows it
    world.inventory.enrol(agent, system);
    ScriptedAgent welcome = ScriptedAgent.reconnect(agent, 2, () -> client.channel);
    welcome.send(ofASystem);
    welcome.send(ofNone);
    welcome.awaitAcks(1, 2);
    assertThat(welcome.refusals()).isEmpty();
    welcome.close();
  }

  @Test
  void agentThatBecomesUnknown_losesItsSession_andItsBatchIsTakenOnceItIsKnownAgain() {
    // Given
    String agent = world.agent("lost");
    String system = world.system("lost");
    String proxied = world.system("proxied");
    world.inventory.enrol(agent, system);
    ScriptedAgent before = ScriptedAgent.reconnect(agent, 3, () -> client.channel);
    before.send(before.batch(1, sample(system)));
    before.awaitAcks(1);

    // When: another system lets monitoring ask inventory before its last answer is old
    world.inventory.subjects.remove(agent);
    Batch second = before.batch(2, sample(proxied));
    before.send(second);

    // Then
    assertEndedAsUnknown(before);
    assertThat(before.acks()).containsExactly(1L);

    // And when inventory knows it again
    world.inventory.enrol(agent, system, proxied);
    ScriptedAgent after = ScriptedAgent.reconnect(agent, 3, () -> client.channel);
    after.send(second);
    after.awaitAcks(2);
    assertThat(after.refusals()).isEmpty();
    after.close();
  }

  private void assertEndedAsUnknown(ScriptedAgent agent) {
    assertThat(Errors.infoOf(agent.awaitFailure()).map(ErrorInfo::getReason))
        .contains("AGENT_NOT_FOUND");
    assertThat(agent.refusals()).isEmpty();
    assertThat(
            session
                .execute(
                    "SELECT reason FROM quarantine WHERE agent = ? AND day = ?",
                    agent.name,
                    Instant.now().getEpochSecond() / 86_400)
                .all())
        .isEmpty();
  }

  private static Observations sample(String system) {
    return Observations.newBuilder()
        .addSeries(
            Series.newBuilder()
                .setSystem(system)
                .setMetric("up")
                .addTimeDeltasMs(Instant.now().toEpochMilli())
                .addValues(1))
        .build();
  }

  private static Observations goodbye() {
    return Observations.newBuilder().setGoodbye(Goodbye.newBuilder().setReason("rest")).build();
  }
}
