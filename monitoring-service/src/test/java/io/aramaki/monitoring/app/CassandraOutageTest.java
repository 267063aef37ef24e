package io.aramaki.monitoring.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.kit.cassandra.CassandraConfig;
import io.aramaki.kit.cassandra.embedded.Pause;
import io.aramaki.kit.testing.CassandraExtension;
import io.aramaki.type.v1.CheckStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Cassandra stops for a while: nothing is acknowledged that is not durable, and nothing is lost.
@ExtendWith(CassandraExtension.class)
final class CassandraOutageTest {
  private static final int BATCHES = 60;
  private static final Duration OUTAGE = Duration.ofSeconds(6);

  @Test
  void cassandraStoppedAndBack_acksStop_resume_andNothingIsLost(
      CassandraConfig cassandra, @TempDir Path directory) throws Exception {
    try (var world = new World(directory, cassandra);
        var app = world.start("one");
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

  private static ProcessHandle cassandraChild() {
    return ProcessHandle.current()
        .descendants()
        .filter(child -> child.info().commandLine().orElse("").contains("cassandra"))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no Cassandra among the children of this process"));
  }
}
