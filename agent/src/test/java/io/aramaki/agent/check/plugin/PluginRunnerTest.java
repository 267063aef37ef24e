package io.aramaki.agent.check.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.agent.check.CheckDefinition.Command;
import io.aramaki.agent.check.CheckOutcome;
import io.aramaki.agent.check.ExecutionTrace;
import io.aramaki.agent.check.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginRunnerTest {
  private static final int OUTPUT_MAX = 16 * 1024;
  @TempDir private Path plugins;
  private PluginRunner runner;

  @BeforeEach
  void runnerOfDirectory() {
    runner = new PluginRunner(List.of(plugins), List.of(), System::nanoTime);
  }

  private Path plugin(String name, String body) throws IOException {
    Path file = Files.writeString(plugins.resolve(name), "#!/bin/sh\n" + body + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private CheckOutcome run(Duration timeout, String... arguments) {
    return runner.run(
        new Command(List.of(arguments), Map.of("GREETING", "hello")),
        timeout,
        OUTPUT_MAX,
        ExecutionTrace.none());
  }

  private CheckOutcome run(String... arguments) {
    return run(Duration.ofSeconds(20), arguments);
  }

  @Test
  void plugin_doesNotExist_unknownWithReason() {
    assertThat(run("/no/such/plugin").output()).isEqualTo("/no/such/plugin does not exist");
    assertThat(run("check_nosuch").output()).contains("no plugin \"check_nosuch\"");
    assertThat(run("../check").status()).isEqualTo(Status.UNKNOWN);
  }

  @Test
  void plugin_isNotExecutable_unknownWithReason() throws IOException {
    Path file = Files.writeString(plugins.resolve("text"), "not a program");
    assertThat(run(file.toString()).output()).contains("is not executable");
    assertThat(run(plugins.toString()).output()).contains("is not executable");
  }

  @Test
  void plugin_hasNoKnownFormat_unknownWithReason() throws IOException {
    Path file = plugin("binary", "");
    Files.write(file, new byte[] {0x7f, 0x45, 0x4c, 0x46, 0, 0, 0});
    CheckOutcome outcome = run(file.toString());
    assertThat(outcome.status()).isEqualTo(Status.UNKNOWN);
    assertThat(outcome.output()).contains("could not be");
  }

  @Test
  void plugin_isNotInAllowList_notRun() throws IOException {
    plugin("check_x", "touch " + plugins.resolve("ran"));
    runner = new PluginRunner(List.of(plugins), List.of("/bin/true"), System::nanoTime);
    assertThat(run("check_x").output()).contains("allowed-commands");
    assertThat(plugins.resolve("ran")).doesNotExist();
  }

  @Test
  void exitCode_isTheStatus() throws IOException {
    plugin("check_exit", "echo \"exits $1\"; exit $1");
    Status[] expected = {Status.OK, Status.WARNING, Status.CRITICAL, Status.UNKNOWN};
    for (int code = 0; code < expected.length; code++) {
      CheckOutcome outcome = run("check_exit", Integer.toString(code));
      assertThat(outcome.status()).isEqualTo(expected[code]);
      assertThat(outcome.exitCode()).hasValue(code);
      assertThat(outcome.output()).isEqualTo("exits " + code);
    }
    CheckOutcome outside = run("check_exit", "42");
    assertThat(outside.status()).isEqualTo(Status.UNKNOWN);
    assertThat(outside.output()).isEqualTo("exit code 42 is none of 0 to 3: exits 42");
  }

  @Test
  void plugin_isKilledBySignal_unknownWithReason() throws IOException {
    plugin("check_kill", "kill -9 $$");
    CheckOutcome outcome = run("check_kill");
    assertThat(outcome.status()).isEqualTo(Status.UNKNOWN);
    assertThat(outcome.output()).contains("signal 9");
  }

  @Test
  void plugin_hangsWithDescendants_allAreKilled() throws Exception {
    // Given
    Path pids = plugins.resolve("pids");
    plugin(
        "check_hang",
        "sleep 300 & echo $! >> "
            + pids
            + "\n(trap '' TERM HUP; sleep 301 & echo $! >> "
            + pids
            + "; wait) &\necho $$ >> "
            + pids
            + "\necho started\nsleep 302");

    // When
    CheckOutcome outcome = run(Duration.ofMillis(700), "check_hang");

    // Then
    assertThat(outcome.status()).isEqualTo(Status.UNKNOWN);
    assertThat(outcome.exitCode()).isEmpty();
    assertThat(outcome.output()).isEqualTo("timed out after 700 ms and was killed: started");
    for (String pid : Files.readAllLines(pids)) {
      var alive = ProcessHandle.of(Long.parseLong(pid));
      if (alive.isPresent()) {
        alive.get().onExit().get(10, java.util.concurrent.TimeUnit.SECONDS);
      }
    }
  }

  @RepeatedTest(10)
  void plugin_isKilledWithItsChild_doesNotGoOnWithItsNextCommand() throws IOException {
    // Given
    Path next = plugins.resolve("next");
    plugin("check_steps", "sleep 300\necho went on > " + next);

    // When
    run(Duration.ofMillis(100), "check_steps");

    // Then
    assertThat(next).doesNotExist();
  }

  @Test
  void plugin_leavesADescendantWithThePipe_resultComesAtOnce() throws IOException {
    plugin("check_daemon", "sleep 30 &\necho 'OK - forked|a=1'");
    long start = System.nanoTime();
    CheckOutcome outcome = run(Duration.ofSeconds(20), "check_daemon");
    assertThat(outcome.output()).isEqualTo("OK - forked");
    assertThat(outcome.perfdata()).hasSize(1);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void plugin_printsTenMegabytes_cutAndKeptAlive() throws IOException {
    plugin("check_big", "head -c 10485760 /dev/zero | tr '\\0' 'x'; exit 1");
    CheckOutcome outcome = run("check_big");
    assertThat(outcome.status()).isEqualTo(Status.WARNING);
    assertThat(outcome.output()).endsWith("…[cut]");
    assertThat(outcome.output().getBytes(StandardCharsets.UTF_8).length)
        .isBetween(OUTPUT_MAX - 4, OUTPUT_MAX);
  }

  @Test
  void plugin_printsForEver_isKilled() throws IOException {
    plugin("check_yes", "exec yes 'OK | a=1'");
    CheckOutcome outcome = run(Duration.ofSeconds(60), "check_yes");
    assertThat(outcome.status()).isEqualTo(Status.UNKNOWN);
    assertThat(outcome.output()).contains("printed more than 64 MiB");
  }

  @Test
  void plugin_printsBinary_outputIsValidText() throws IOException {
    plugin("check_binary", "printf 'a\\000b\\377\\376c\\033[31m\\r\\nd\\200'");
    CheckOutcome outcome = run("check_binary");
    assertThat(outcome.output()).startsWith("a\ufffdb").doesNotContain("\u0000", "\u001b", "\r");
    assertThat(
            new String(outcome.output().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
        .isEqualTo(outcome.output());
  }

  @Test
  void plugin_printsOnlyToStandardError_thatIsTheOutput() throws IOException {
    plugin("check_err", "echo 'usage: wrong' >&2; exit 3");
    assertThat(run("check_err").output()).isEqualTo("usage: wrong");
    plugin("check_silent", "exit 0");
    assertThat(run("check_silent").output()).isEqualTo("(no output)");
  }

  @Test
  void arguments_arePassedAsTheyAre_noShell() throws IOException {
    plugin("check_args", "printf '%s|' \"$#\" \"$@\"; printf '%s' \"$GREETING$HOME\"");
    CheckOutcome outcome = run("check_args", "a b", "$(id)", "`id`", "; rm -rf /", "*", "");
    assertThat(outcome.output()).isEqualTo("6|a b|$(id)|`id`|; rm -rf /|*||hello");
  }

  @Test
  void traceparent_isGivenToThePlugin() throws IOException {
    plugin("check_trace", "echo \"$TRACEPARENT\"");
    var trace = new ExecutionTrace("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", true);
    CheckOutcome outcome =
        runner.run(
            new Command(List.of("check_trace"), Map.of()), Duration.ofSeconds(9), 1000, trace);
    assertThat(outcome.output()).isEqualTo(trace.traceparent());
  }
}
