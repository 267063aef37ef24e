package io.aramaki.monitoring.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import io.aramaki.kit.cassandra.CassandraConfig;
import io.aramaki.kit.testing.CassandraExtension;
import io.aramaki.monitoring.domain.shard.Shards;
import io.aramaki.monitoring.v1.StateChange;
import io.aramaki.type.v1.CheckStatus;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// What consumers of the log of changes hear when its rows have expired, or are there before the
/// owner knows it.
@ExtendWith(CassandraExtension.class)
@SuppressWarnings("NullAway.Init") // the fields are set before the first test
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ChangeLogTest {
  private static final AtomicInteger NUMBERS = new AtomicInteger();

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
  }

  @AfterAll
  void stop() {
    client.close();
    app.close();
    world.close();
  }

  /// An agent with a check whose changes are the only ones in their shard.
  private final class Reporter implements AutoCloseable {
    private final String agent;
    private final String system;
    private final String check;
    private final ScriptedAgent link;
    private long seq;

    Reporter() {
      int number = NUMBERS.incrementAndGet();
      agent = world.agent("log" + number);
      system = world.system("log" + number);
      check = world.check("log" + number);
      world.inventory.enrol(agent, system);
      client.create("log" + number, client.check(system));
      link = ScriptedAgent.reconnect(agent, number, () -> client.channel);
    }

    int shard() {
      return Shards.of(agent);
    }

    void report(CheckStatus status) {
      seq++;
      link.send(link.batch(seq, ScriptedAgent.result(system, check, status)));
      link.awaitAcks(seq);
      client.awaitState(system, check, status);
    }

    /// The log as time would leave it.
    void expire() {
      session.execute(
          "DELETE FROM shard WHERE shard = ? AND kind = 'change' AND key = ''", shard());
    }

    @Override
    public void close() {
      link.close();
    }
  }

  private Reporter onAnotherShardThan(Reporter one) {
    var other = new Reporter();
    while (other.shard() == one.shard()) {
      other.close();
      other = new Reporter();
    }
    return other;
  }

  @Test
  void changesThatHaveExpired_areToldWithTheNextOne() {
    try (var reporter = new Reporter()) {
      // Given
      reporter.report(CheckStatus.OK);
      reporter.report(CheckStatus.CRITICAL);
      client.watch().awaitOfAgent(reporter.agent, 3); // two, and that it is alive
      reporter.expire();

      // When
      Client.Changes changes = client.watch();
      reporter.report(CheckStatus.OK);

      // Then
      assertThat(changes.await(reporter.check, 1))
          .extracting(StateChange::getState)
          .containsExactly(CheckStatus.OK);
      assertThat(changes.truncated(reporter.check)).containsExactly(true);
    }
  }

  @Test
  void changesThatAreAllThere_areNotTruncated() {
    try (var reporter = new Reporter()) {
      // Given
      reporter.report(CheckStatus.OK);
      Client.Changes changes = client.watch();
      changes.await(reporter.check, 1);

      // When
      reporter.report(CheckStatus.CRITICAL);

      // Then
      changes.await(reporter.check, 2);
      assertThat(changes.truncated(reporter.check)).containsExactly(false, false);
    }
  }

  @Test
  void change_thatIsThereBeforeTheOwnerKnows_isNotSentYet_andTheStreamGoesOn() {
    try (var reporter = new Reporter();
        var other = onAnotherShardThan(reporter)) {
      // Given: a row as a write leaves it whose answer is still on its way
      reporter.report(CheckStatus.OK);
      reporter.report(CheckStatus.CRITICAL);
      client.watch().awaitOfAgent(reporter.agent, 3); // two, and that it is alive
      var row =
          Objects.requireNonNull(
              session
                  .execute(
                      "SELECT seq, value FROM shard WHERE shard = ? AND kind = 'change' AND key = ''"
                          + " ORDER BY kind DESC, key DESC, seq DESC LIMIT 1",
                      reporter.shard())
                  .one());
      session.execute(
          "INSERT INTO shard (shard, kind, key, seq, value) VALUES (?, 'change', '', ?, ?)",
          reporter.shard(),
          row.getLong("seq") + 1,
          Objects.requireNonNull(row.getByteBuffer("value")));

      // When: others wake the consumer
      Client.Changes changes = client.watch();
      changes.await(reporter.check, 2);
      other.report(CheckStatus.OK);
      changes.await(other.check, 1);
      other.report(CheckStatus.CRITICAL);
      changes.await(other.check, 2);

      // Then
      assertThat(changes.failure()).isEmpty();
      assertThat(changes.of(reporter.check)).hasSize(2);

      // When: the owner knows
      reporter.report(CheckStatus.OK);

      // Then
      assertThat(changes.await(reporter.check, 3))
          .extracting(StateChange::getState)
          .containsExactly(CheckStatus.OK, CheckStatus.CRITICAL, CheckStatus.OK);
    }
  }
}
