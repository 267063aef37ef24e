package io.aramaki.monitoring.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.monitoring.domain.agent.AgentState;
import io.aramaki.monitoring.domain.catalog.CheckDefinition;
import io.aramaki.monitoring.domain.catalog.CheckKind;
import io.aramaki.monitoring.domain.check.Status;
import io.aramaki.monitoring.domain.keepalive.Keepalive;
import io.aramaki.monitoring.domain.sequence.SequenceSnapshot;
import io.aramaki.monitoring.domain.subject.SubjectSet;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Rows that were written before their last field existed are still read.
final class RowsOfBeforeTest {
  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void agentRow_withoutItsLastField_hasNoGateway() {
    // Given
    byte[] before = AgentRows.write(agent(""));
    byte[] now = AgentRows.write(agent("g1"));
    int lengthBytes = Integer.BYTES;

    // When
    AgentState read = AgentRows.read(ByteBuffer.wrap(before, 0, before.length - lengthBytes));

    // Then
    assertThat(read).isEqualTo(agent(""));
    assertThat(AgentRows.read(ByteBuffer.wrap(now))).isEqualTo(agent("g1"));
  }

  @Test
  void definitionRow_withoutItsLastField_isMaskedWhileItsAgentIsAway() {
    // Given
    byte[] now = DefinitionRows.write(check(true));

    // When
    CheckDefinition read = DefinitionRows.read(ByteBuffer.wrap(now, 0, now.length - 1));

    // Then
    assertThat(read).isEqualTo(check(false));
    assertThat(DefinitionRows.read(ByteBuffer.wrap(now))).isEqualTo(check(true));
  }

  private static AgentState agent(String gateway) {
    String name = "orgs/o/agents/a";
    String system = "orgs/o/systems/s";
    return new AgentState(
        name,
        SequenceSnapshot.start(7),
        Keepalive.heardAt(T0),
        new SubjectSet(name, system, Set.of(system), 1, false),
        gateway);
  }

  private static CheckDefinition check(boolean ttlWhileAway) {
    return new CheckDefinition(
        "orgs/o/checks/c",
        "orgs/o/systems/s",
        "",
        "",
        new CheckKind.Command(List.of("true"), Map.of()),
        Duration.ofSeconds(10),
        Duration.ofSeconds(10),
        3,
        Duration.ofSeconds(10),
        Duration.ofSeconds(60),
        Status.WARNING,
        ttlWhileAway,
        false,
        1024,
        Map.of(),
        T0,
        T0,
        "e");
  }
}
