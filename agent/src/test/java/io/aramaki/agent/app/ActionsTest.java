package io.aramaki.agent.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import io.aramaki.agent.v1.RunEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Dispatches, over the whole agent.
class ActionsTest {
  @TempDir private Path directory;
  private AgentWorld world;
  private ActionWorld actions;
  private Path ran;

  @BeforeEach
  void startAgent() throws IOException {
    world = new AgentWorld(directory);
    ran = directory.resolve("ran");
    Path program =
        world.script("act", "echo \"$ARAMAKI_RUN\" >> " + ran + "; printf '%s|' \"$@\"; exit 3");
    actions = new ActionWorld(world, program.toString(), "--unit={unit}", "{count}", "{path}");
    world.extraConfig =
        "actions: {allowed-commands: [%s]}%nmetrics: {enabled: false}%n".formatted(program);
    world.enrolled().start();
    Eventually.until("control", () -> !world.gateway.controlHellos.isEmpty());
    actions.define(1);
  }

  @AfterEach
  void endWorld() {
    world.close();
  }

  private long executions() throws IOException {
    return Files.exists(ran) ? Files.readAllLines(ran).size() : 0;
  }

  @Test
  void dispatch_isRight_executedOnceWithOutput() throws IOException {
    // When
    actions.send(actions.dispatch("r1").build());
    actions.awaitEnd("r1");
    actions.send(actions.dispatch("r1").build());
    actions.send(actions.dispatch("r2").build());
    actions.awaitEnd("r2");

    // Then
    assertThat(executions()).isEqualTo(2);
    assertThat(actions.output("r1")).isEqualTo("--unit=web|3|/srv/a b; $(id)|");
    List<RunEvent> events = actions.events("r1");
    assertThat(events.getFirst().hasStarted()).isTrue();
    assertThat(events.getLast().getFinished().getExitCode()).isEqualTo(3);
    assertThat(events.getLast().getFinished().getOutputLengthBytes())
        .isEqualTo(actions.output("r1").length());
    assertThat(events.stream().map(RunEvent::getSeq)).containsExactly(1L, 2L, 3L);
  }

  @Test
  void dispatch_isWrong_refusedAndNotExecuted() throws IOException {
    // When
    actions.send(actions.dispatch("agent").setAgent("orgs/x/agents/other").build());
    actions.send(actions.dispatch("boot").setBoot(42).build());
    actions.send(actions.dispatch("late").setRemaining(Duration.getDefaultInstance()).build());
    actions.send(
        actions.dispatch("digest").setDefinitionSha256(ByteString.copyFromUtf8("nope")).build());
    actions.send(actions.dispatch("system").setSystem("orgs/x/systems/other").build());
    actions.send(actions.dispatch("option").putParameters("unit", "-db").build());
    actions.send(actions.dispatch("minus").putParameters("count", "-1").build());
    actions.send(actions.dispatch("choice").putParameters("unit", "mail").build());
    actions.send(actions.dispatch("range").putParameters("count", "11").build());
    actions.send(actions.dispatch("number").putParameters("count", "1e1").build());
    actions.send(actions.dispatch("prefix").putParameters("path", "/etc/passwd").build());
    actions.send(actions.dispatch("control").putParameters("path", "/srv/\n").build());
    actions.send(actions.dispatch("unknown").putParameters("x", "y").build());
    actions.send(actions.dispatch("missing").removeParameters("path").build());
    actions.send(world.org.byCheckKey(actions.dispatch("signature").build()));
    actions.send(new TestOrg().byActionKey(actions.dispatch("stranger").build()));

    // Then
    assertThat(actions.refusal("agent")).isEqualTo("WRONG_AGENT");
    assertThat(actions.refusal("boot")).isEqualTo("EXPIRED");
    assertThat(actions.refusal("late")).isEqualTo("EXPIRED");
    assertThat(actions.refusal("digest")).isEqualTo("UNKNOWN_DEFINITION");
    assertThat(actions.refusal("system")).isEqualTo("UNKNOWN_DEFINITION");
    assertThat(actions.refusal("signature")).isEqualTo("BAD_SIGNATURE");
    assertThat(actions.refusal("stranger")).isEqualTo("BAD_SIGNATURE");
    for (String id :
        List.of(
            "option", "minus", "choice", "range", "number", "prefix", "control", "unknown",
            "missing")) {
      assertThat(actions.refusal(id)).as(id).isEqualTo("INVALID_PARAMETER");
    }
    assertThat(executions()).isZero();
  }

  @Test
  void forgedDispatch_doesNotUseUpTheRealRun() throws IOException {
    actions.send(new TestOrg().byActionKey(actions.dispatch("r1").build()));
    assertThat(actions.refusal("r1")).isEqualTo("BAD_SIGNATURE");
    actions.send(actions.dispatch("r1").build());
    Eventually.until("executed", () -> actions.events("r1").getLast().hasFinished());
    assertThat(executions()).isEqualTo(1);
  }

  @Test
  void program_isNotAllowedHere_refused() throws IOException {
    Path other = world.script("other", "touch " + ran);
    var forbidden = new ActionWorld(world, other.toString());
    forbidden.define(2);
    forbidden.send(forbidden.dispatch("r1").build());
    assertThat(forbidden.refusal("r1")).isEqualTo("NOT_ALLOWED_HERE");
    assertThat(executions()).isZero();
  }

  @Test
  void events_areNotAcknowledged_comeAgainInTheNextSession() throws IOException {
    // Given
    world.gateway.ackRunEvents = _ -> false;
    actions.send(actions.dispatch("r1").build());
    actions.awaitEnd("r1");

    // When
    world.gateway.ackRunEvents = _ -> true;
    world.gateway.cut();

    // Then
    Eventually.until(
        "the end again",
        () -> actions.events("r1").stream().filter(RunEvent::hasFinished).count() == 2);
    assertThat(world.gateway.controlHellos.getLast().getOpenRunsList())
        .containsExactly(actions.run("r1"));
    assertThat(executions()).isEqualTo(1);
  }

  @Test
  void agent_isStopped_runIsKilledAndSaysSo() throws IOException {
    // Given
    Path slow = world.script("act", "echo begun; sleep 100");
    assertThat(slow).exists();
    actions.send(actions.dispatch("r1").build());
    Eventually.until("output", () -> actions.output("r1").startsWith("begun"));

    // When
    world.stop();

    // Then
    actions.awaitEnd("r1");
    assertThat(actions.events("r1").getLast().getFinished().getError()).contains("stopped");
    assertThat(actions.events("r1").getLast().getFinished().hasExitCode()).isFalse();
  }

  @Test
  void output_isHuge_beginningAndEndArrive() throws IOException {
    // Given
    world.script("act", "head -c 3000000 /dev/zero | tr '\\0' 'x'; printf END");

    // When
    actions.send(actions.dispatch("r1").build());
    actions.awaitEnd("r1");

    // Then
    List<RunEvent> events = actions.events("r1");
    assertThat(events.getLast().getFinished().getOutputLengthBytes()).isEqualTo(3_000_003);
    RunEvent last = events.get(events.size() - 2);
    assertThat(last.getOutput().getData().toStringUtf8()).endsWith("xEND");
    assertThat(last.getOutput().getOffset() + last.getOutput().getData().size())
        .isEqualTo(3_000_003);
    assertThat(events.stream().filter(RunEvent::hasOutput))
        .allMatch(e -> e.getOutput().getData().size() <= 16 * 1024);
    assertThat(actions.output("r1").length()).isGreaterThanOrEqualTo(1 << 20);
  }
}
