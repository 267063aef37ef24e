package io.aramaki.agent.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.agent.app.ScriptedGateway.Heard;
import io.aramaki.agent.v1.RunEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The agent as a process that dies where it hurts.
class AgentKillTest {
  @TempDir private Path directory;
  private AgentWorld world;

  @BeforeEach
  void makeWorld() throws IOException {
    world = new AgentWorld(directory);
  }

  @AfterEach
  void endWorld() {
    world.close();
  }

  @ParameterizedTest
  @CsvSource({"beforeStarted, 0, false", "afterStarted, 0, true", "afterExecBeforeResult, 1, true"})
  void agent_diesDuringAnAction_neverRunsItAgainAndSaysLost(
      String failpoint, int executions, boolean lost) throws Exception {
    // Given
    Path ran = directory.resolve("ran");
    Path program = world.script("act", "echo ran >> " + ran);
    var actions = new ActionWorld(world, program.toString());
    world.extraConfig = "actions: {allowed-commands: [%s]}%n".formatted(program);
    world.enrolled();

    // When
    try (var agent = new AgentProcess(world, failpoint + ":kill@1")) {
      Eventually.until("control", () -> !world.gateway.controlHellos.isEmpty());
      actions.define(1);
      actions.send(actions.dispatch("r1").build());
      agent.awaitEnd();
    }
    var again = actions.dispatch("r1").build();
    try (var agent = new AgentProcess(world, "")) {
      Eventually.until("control", () -> world.gateway.controlHellos.size() == 2);
      actions.send(again);
      if (lost) {
        Eventually.until("lost", () -> actions.events("r1").stream().anyMatch(RunEvent::hasLost));
      } else {
        assertThat(actions.refusal("r1")).isEqualTo("EXPIRED");
      }
      assertThat(agent.stop()).isZero();
    }

    // Then
    assertThat(Files.exists(ran) ? Files.readAllLines(ran).size() : 0).isEqualTo(executions);
    assertThat(world.gateway.controlHellos.get(1).getOpenRunsList()).hasSize(lost ? 1 : 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"afterSpoolAppend:kill@3", "afterFsync:kill@3", "beforeUnlink:kill@1"})
  void agent_diesInTheSpool_nothingThatWasSentIsLostOrChanged(String failpoint) throws Exception {
    // Given
    world.extraConfig = "metrics: {interval: 1s}\n";
    world.enrolled();
    boolean unlink = failpoint.startsWith("beforeUnlink");
    try (var agent = new AgentProcess(world, unlink ? "" : failpoint)) {
      if (unlink) {
        Eventually.until("batches", () -> world.gateway.heard.size() > 3);
      } else {
        agent.awaitEnd();
      }
    }

    // When
    try (var agent = new AgentProcess(world, unlink ? failpoint : "")) {
      if (unlink) {
        Eventually.until("started", () -> world.gateway.hellos.size() >= 2);
        agent.stop();
      }
    }
    int hellos = world.gateway.hellos.size();
    try (var agent = new AgentProcess(world, "")) {
      Eventually.until("another boot", () -> world.gateway.hellos.size() > hellos);
      int heard = world.gateway.heard.size();
      Eventually.until("more", () -> world.gateway.heard.size() > heard + 2);
      assertThat(agent.stop()).isZero();
    }

    // Then
    assertThat(world.gateway.heard.getLast().observations().hasGoodbye()).isTrue();
    assertNothingChanged();
  }

  @Test
  void agent_isKilledAgainAndAgain_everyBootIsWholeAndInOrder() throws Exception {
    // Given
    world.extraConfig = "metrics: {interval: 1s}\n";
    world.enrolled();

    // When
    for (int i = 0; i < 4; i++) {
      int heard = world.gateway.heard.size();
      try (var agent = new AgentProcess(world, "")) {
        Eventually.until("batches", () -> world.gateway.heard.size() > heard + 2 + agent.pid() % 3);
      }
    }
    try (var agent = new AgentProcess(world, "")) {
      int hellos = world.gateway.hellos.size();
      Eventually.until("another", () -> world.gateway.hellos.size() > hellos);
      assertThat(agent.stop()).isZero();
    }

    // Then
    assertNothingChanged();
    Map<Long, Long> lastOf = new HashMap<>();
    Map<Long, Long> countOf = new HashMap<>();
    for (Heard one : world.gateway.heard) {
      lastOf.merge(one.header().getBoot(), one.header().getSeq(), Math::max);
    }
    world.gateway.heard.stream()
        .map(h -> h.header().getBoot() + "/" + h.header().getSeq())
        .distinct()
        .forEach(key -> countOf.merge(Long.parseLong(key.split("/", -1)[0]), 1L, Long::sum));
    assertThat(lastOf).isEqualTo(countOf).hasSizeGreaterThanOrEqualTo(5);
  }

  /// The same boot and seq always had the same bytes.
  private void assertNothingChanged() {
    Map<String, Heard> first = new HashMap<>();
    for (Heard one : world.gateway.heard) {
      Heard before = first.putIfAbsent(one.header().getBoot() + "/" + one.header().getSeq(), one);
      assertThat(before == null || before.batch().equals(one.batch())).isTrue();
    }
  }
}
