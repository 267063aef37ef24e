package io.aramaki.inventory.app;

import static io.aramaki.inventory.app.Refusals.reasonOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.agent.v1.ActionDefinitionSet;
import io.aramaki.agent.v1.ControlRequest;
import io.aramaki.agent.v1.ControlResponse;
import io.aramaki.agent.v1.Dispatch;
import io.aramaki.inventory.domain.AgentId;
import io.aramaki.inventory.domain.SystemId;
import io.aramaki.inventory.domain.role.Role;
import io.aramaki.inventory.v1.AgentServiceGrpc;
import io.aramaki.inventory.v1.FactServiceGrpc;
import io.aramaki.inventory.v1.ListFactsRequest;
import io.aramaki.inventory.v1.RevokeAgentRequest;
import io.aramaki.kit.cassandra.CassandraConfig;
import io.aramaki.kit.security.Sha256;
import io.aramaki.kit.testing.CassandraExtension;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The agents' control stream against a running inventory.
@ExtendWith(CassandraExtension.class)
final class ControlStreamTest {
  private final Rig rig;

  ControlStreamTest(CassandraConfig cassandra) {
    rig = Rig.on(cassandra);
  }

  @Test
  void session_ofAnAgentThatWasNeverEnrolled_isRefused() {
    // Given
    var stranger =
        new Rig.Enrolled(Rig.fresh("stranger"), rig.system(), new Sha256("a".repeat(64)));

    // When
    try (var agent = TestAgent.connect(rig, stranger, 1)) {
      // Then
      var end = agent.awaitEnd();
      assertThat(end.getStatus().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
      assertThat(reasonOf(end)).isEqualTo("AGENT_REVOKED");
    }
  }

  @Test
  void session_thatDoesNotBeginWithHello_ends() {
    // Given
    var enrolled = rig.enrol(Rig.fresh("agent"), rig.system());
    try (var agent = TestAgent.silent(rig, enrolled)) {
      // When
      agent.facts(1, enrolled.system(), Map.of("os", "linux"));

      // Then
      assertThat(reasonOf(agent.awaitEnd())).isEqualTo("INVALID_FRAME");
    }
  }

  @Test
  void session_withAMessageThatSaysNothing_ends() {
    // Given
    var enrolled = rig.enrol(Rig.fresh("agent"), rig.system());
    try (var agent = TestAgent.connect(rig, enrolled, 1).awaitWelcome()) {
      // When
      agent.send(ControlRequest.newBuilder());

      // Then
      assertThat(reasonOf(agent.awaitEnd())).isEqualTo("INVALID_FRAME");
    }
  }

  @Test
  void session_ofAnAgentThatComesAgain_replacesTheOneBefore() {
    // Given
    var enrolled = rig.enrol(Rig.fresh("agent"), rig.system());
    try (var before = TestAgent.connect(rig, enrolled, 1).awaitWelcome();
        // When
        var after = TestAgent.connect(rig, enrolled, 1).awaitWelcome()) {
      // Then
      assertThat(reasonOf(before.awaitEnd())).isEqualTo("SESSION_REPLACED");
      assertThat(after.ended()).isEmpty();
    }
  }

  @Test
  void session_ofARevokedAgent_endsWithinFiveSeconds() {
    // Given
    var enrolled = rig.enrol(Rig.fresh("agent"), rig.system());
    var agents = AgentServiceGrpc.newBlockingStub(rig.person(rig.user(Role.ADMIN, "")));
    try (var agent = TestAgent.connect(rig, enrolled, 1).awaitWelcome()) {
      // When
      long start = System.nanoTime();
      var _ =
          agents.revokeAgent(
              RevokeAgentRequest.newBuilder()
                  .setName(rig.name("agents", enrolled.agent()))
                  .setReason("lost")
                  .build());
      var end = agent.awaitEnd();
      var took = Duration.ofNanos(System.nanoTime() - start);

      // Then
      assertThat(end.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
      assertThat(reasonOf(end)).isEqualTo("CERTIFICATE_REVOKED");
      assertThat(took).isLessThan(Duration.ofSeconds(5));
    }
  }

  @Test
  void facts_aboutASystemThatIsNotTheAgentsAnyMore_areRefusedAndTheSessionGoesOn() {
    // Given
    var enrolled = rig.enrol(Rig.fresh("agent"), rig.system());
    String elsewhere = rig.system();
    try (var agent = TestAgent.connect(rig, enrolled, 1).awaitWelcome()) {
      var _ =
          rig.inside.agents.update(
              new AgentId(enrolled.agent()),
              subjects -> subjects.next(new SystemId(elsewhere), List.of()),
              "",
              rig.byAdmin());

      // When
      agent.facts(1, enrolled.system(), Map.of("os", "linux"));
      var refused = agent.awaitFactsAck(1);
      agent.facts(2, elsewhere, Map.of("os", "linux"));
      var taken = agent.awaitFactsAck(2);

      // Then
      assertThat(refused.getReason()).isEqualTo("SUBJECT_NOT_ALLOWED");
      assertThat(refused.getMessage()).contains(enrolled.agent()).contains(enrolled.system());
      assertThat(taken.getReason()).isEmpty();
      assertThat(agent.ended()).isEmpty();
      assertThat(factsOf(enrolled.system())).isEmpty();
      assertThat(factsOf(elsewhere)).containsExactly("os=linux");
    }
  }

  @Test
  void facts_withAKeyThatIsNone_areRefusedAndTheSessionGoesOn() {
    // Given
    var enrolled = rig.enrol(Rig.fresh("agent"), rig.system());
    try (var agent = TestAgent.connect(rig, enrolled, 1).awaitWelcome()) {
      // When
      agent.facts(7, enrolled.system(), Map.of("No Key!", "x"));

      // Then
      assertThat(agent.awaitFactsAck(7).getReason()).isEqualTo("INVALID_FACTS");
      agent.facts(8, enrolled.system(), Map.of("os", "linux"));
      assertThat(agent.awaitFactsAck(8).getReason()).isEmpty();
    }
  }

  @Test
  void run_rightAfterItsActionIsCreated_isSentBehindItsDefinition() {
    // Given
    var enrolled = rig.enrol(Rig.fresh("agent"), rig.system());
    String operator = rig.user(Role.OPERATOR, enrolled.system());
    try (var agent = TestAgent.connect(rig, enrolled, 1).awaitWelcome()) {
      for (int i = 0; i < 5; i++) {
        // When
        String run = rig.run(operator, rig.action(enrolled.system())).getName();
        Dispatch dispatch = agent.awaitDispatch(run);

        // Then
        List<ControlResponse> received = agent.received();
        int at = indexOfDispatch(agent, received, run);
        assertThat(
                received.subList(0, at).stream()
                    .filter(ControlResponse::hasActionDefinitions)
                    .map(agent::definitions)
                    .reduce((_, last) -> last)
                    .map(ControlStreamTest::digests))
            .hasValueSatisfying(held ->
                assertThat(held)
                    .contains(Sha256.ofDigest(dispatch.getDefinitionSha256().toByteArray())));
      }
    }
  }

  @Test
  void agentThatDoesNotRead_holdsUpNobodyElse() {
    // Given
    var deafOne = rig.enrol(Rig.fresh("deaf"), rig.system());
    var other = rig.enrol(Rig.fresh("agent"), rig.system());
    String operator = rig.user(Role.OPERATOR, deafOne.system(), other.system());
    for (int i = 0; i < 8; i++) {
      var _ = rig.bigAction(deafOne.system());
    }
    String deafAction = rig.action(deafOne.system());
    String action = rig.action(other.system());
    try (var deaf = TestAgent.deaf(rig, deafOne, 1);
        var agent = TestAgent.connect(rig, other, 1).awaitWelcome()) {
      // When
      for (int i = 0; i < 4; i++) {
        var _ = rig.run(operator, deafAction);
        var _ = rig.bigAction(deafOne.system());
        String name = rig.name("actions", rig.action(other.system()));
        Until.holds("definition of " + name, () -> hasDefinition(agent, name));
      }
      long start = System.nanoTime();
      String run = rig.run(operator, action).getName();
      var _ = agent.awaitDispatch(run);
      var took = Duration.ofNanos(System.nanoTime() - start);

      // Then
      assertThat(took).isLessThan(Duration.ofSeconds(10));
      assertThat(deaf.received()).isEmpty();
    }
  }

  private static boolean hasDefinition(TestAgent agent, String action) {
    return agent.received().stream()
        .filter(ControlResponse::hasActionDefinitions)
        .flatMap(response -> agent.definitions(response).getActionsList().stream())
        .anyMatch(bytes -> bytes.toStringUtf8().contains(action));
  }

  private int indexOfDispatch(TestAgent agent, List<ControlResponse> received, String run) {
    for (int i = 0; i < received.size(); i++) {
      if (received.get(i).hasDispatch() && agent.dispatch(received.get(i)).getRun().equals(run)) {
        return i;
      }
    }
    throw new AssertionError("no dispatch of " + run);
  }

  private static List<Sha256> digests(ActionDefinitionSet set) {
    return set.getActionsList().stream().map(bytes -> Sha256.of(bytes.toByteArray())).toList();
  }

  private List<String> factsOf(String system) {
    return FactServiceGrpc.newBlockingStub(rig.person(rig.user(Role.VIEWER, system)))
        .listFacts(ListFactsRequest.newBuilder().setParent(rig.name("systems", system)).build())
        .getFactsList()
        .stream()
        .map(fact -> fact.getKey() + "=" + fact.getValue())
        .toList();
  }
}
