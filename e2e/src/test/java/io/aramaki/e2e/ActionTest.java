package io.aramaki.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aramaki.cli.api.Api;
import io.aramaki.cli.api.ApiException;
import io.aramaki.cli.api.Connection;
import io.aramaki.e2e.instance.Eventually;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Somebody runs an action on a host: what they see, what others see, and what a death in the
/// middle leads to.
@Tag("e2e")
@Tag("redmine")
@Order(30)
@ExtendWith(World.Resolver.class)
final class ActionTest {
  private final World world;

  ActionTest(World world) {
    this.world = world;
  }

  /// An action whose command leaves a line in a file each time it is executed, says so, and waits
  /// until the test lets it go on.
  private record Slow(String action, Path effects, Path go) {
    long executions() throws IOException {
      if (!Files.exists(effects)) {
        return 0;
      }
      try (var lines = Files.lines(effects)) {
        return lines.count();
      }
    }
  }

  private Slow declare(String action) throws IOException {
    var directory = Files.createDirectories(world.instance.home().resolve("e2e-actions"));
    var slow = new Slow(action, directory.resolve(action + ".done"), directory.resolve(action));
    var script = directory.resolve(action + ".sh");
    Files.writeString(
        script,
        """
        #!/bin/sh
        echo executed >> %s
        echo first line
        while [ ! -e %s ]; do sleep 0.1; done
        echo last line
        """
            .formatted(slow.effects(), slow.go()));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    world.instance.reconfigure(
        "agent",
        text -> text.replace("allowed-commands: [", "allowed-commands: [\"" + script + "\", "));
    var created =
        world.instance.cli(
            "action", "create", action, "--system", world.host, "--", script.toString());
    assertThat(created.status()).as(created.err()).isZero();
    return slow;
  }

  private String state(String action) throws IOException {
    var runs =
        world.instance.api().list("/v1/orgs/-/actions/%s/runs".formatted(action), "runs", Map.of());
    return runs.isEmpty() ? "none" : runs.get(0).path("state").asText();
  }

  @Test
  void run_showsOutputAsItComes_andTheTimelineSaysWhoAndWhen() throws Exception {
    // Given
    var slow = declare("e2e-stream");

    // When
    var command = world.instance.startCli("action", "run", world.host, slow.action());
    try (var out =
        new BufferedReader(
            new InputStreamReader(command.getInputStream(), StandardCharsets.UTF_8))) {
      var text = new StringBuilder();
      for (var line = out.readLine();
          line != null && !line.equals("first line");
          line = out.readLine()) {
        text.append(line).append('\n');
      }

      // Then the first line is there while the command still runs
      assertThat(state(slow.action())).as("%s", text).isEqualTo("STARTED");
      Files.createFile(slow.go());
      assertThat(out.lines().toList())
          .contains("last line")
          .anyMatch(line -> line.startsWith("-- SUCCEEDED"));
    }
    assertThat(command.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(command.exitValue()).isZero();
    var timeline = world.instance.cli("timeline", world.host, "-o", "json");
    var event =
        Eventually.get(
            "the run in the timeline",
            World.SOON,
            () -> find(world.instance.cli("timeline", world.host, "-o", "json").out()),
            found -> !found.isMissingNode());
    assertThat(event.path("actor").asText()).as(timeline.out()).endsWith("users/admin");
    assertThat(event.path("event_time").asText()).isNotEmpty();
  }

  private static com.fasterxml.jackson.databind.JsonNode find(String json) throws IOException {
    for (var event : Api.JSON.readTree(json)) {
      if (event.toString().contains("e2e-stream")
          && event.path("actor").asText().contains("admin")
          && event.path("kind").asText().contains("ACTION")) {
        return event;
      }
    }
    return Api.JSON.missingNode();
  }

  @Test
  void run_byAViewer_isRefused() throws Exception {
    // Given
    var slow = declare("e2e-viewer");
    var create = Api.object().put("user_id", "viola").put("password", "a long enough password");
    create.putObject("user").put("display_name", "Viola");
    world.instance.api().post("/v1/orgs/-/users", create);
    var grant = Api.object();
    grant.putObject("role_binding").put("user", "orgs/-/users/viola").put("role", "VIEWER");
    world.instance.api().post("/v1/orgs/-/roleBindings", grant);
    var token =
        Api.login(
            world.instance.connection().url(),
            world.instance.certificateAuthority(),
            "viola",
            "a long enough password",
            "e2e");
    var viewer =
        Api.open(
            new Connection(
                world.instance.connection().url(), token, world.instance.certificateAuthority()));

    // When, Then
    assertThat(viewer.list("/v1/orgs/-/actions", "actions", Map.of()).toString())
        .as("a viewer may look")
        .contains(slow.action());
    var body = Api.object().put("request_id", UUID.randomUUID().toString());
    assertThatThrownBy(
            () -> viewer.post("/v1/orgs/-/actions/%s:run".formatted(slow.action()), body))
        .isInstanceOfSatisfying(
            ApiException.class, refused -> assertThat(refused.status()).isEqualTo(403));
    assertThat(state(slow.action())).isEqualTo("none");
    assertThat(slow.executions()).isZero();
  }

  @Test
  void agent_killedBetweenJournalAndExecution_runIsUnknownAndNeverExecuted() throws Exception {
    // Given
    var slow = declare("e2e-killed");
    Files.createFile(slow.go());
    world.instance.flags("agent", "-Daramaki.failpoint=afterStarted:kill@1");
    world.instance.signal("agent", "TERM");
    world.instance.awaitBack("agent");
    world.instance.flags("agent");
    long armed = world.instance.pid("agent");

    // When
    var ran = world.instance.cli("action", "run", world.host, slow.action());

    // Then
    assertThat(ran.status()).as("%s", ran).isEqualTo(5);
    assertThat(state(slow.action())).isEqualTo("UNKNOWN");
    Eventually.holds("a new agent", World.SOON, () -> world.instance.pid("agent") != armed);
    assertThat(slow.executions()).isZero();

    // Then a run that was asked for again is another one, and is the first execution
    var again = world.instance.cli("action", "run", world.host, slow.action());
    assertThat(again.status()).as("%s", again).isZero();
    assertThat(slow.executions()).isEqualTo(1);
  }
}
