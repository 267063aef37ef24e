package io.aramaki.monitoring.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.kit.cassandra.CassandraConfig;
import io.aramaki.kit.testing.CassandraExtension;
import io.aramaki.type.v1.CheckStatus;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// What a session does with more batches than it writes at a time.
@ExtendWith(CassandraExtension.class)
final class SessionOrderTest {
  private static final int BATCHES = 300;

  @Test
  void batchesOfASession_areWrittenAndAcknowledgedInTurn(
      CassandraConfig cassandra, @TempDir Path directory) throws Exception {
    try (var world = new World(directory, cassandra);
        var app = world.start("m1");
        var client = new Client(world, app)) {
      // Given
      String agent = world.agent("a1");
      String system = world.system("s1");
      world.inventory.enrol(agent, system);
      client.create("c1", client.check(system));
      ScriptedAgent scripted = ScriptedAgent.reconnect(agent, 5, () -> client.channel);
      long[] seqs = LongStream.rangeClosed(1, BATCHES).toArray();

      // When
      for (long seq : seqs) {
        scripted.send(
            scripted.batch(seq, ScriptedAgent.result(system, world.check("c1"), CheckStatus.OK)));
      }
      scripted.awaitAcks(seqs);

      // Then
      assertThat(scripted.acksInTurn()).containsExactly(box(seqs));
      assertThat(scripted.resends()).isEmpty();
    }
  }

  private static Long[] box(long[] seqs) {
    return LongStream.of(seqs).boxed().toArray(Long[]::new);
  }
}
