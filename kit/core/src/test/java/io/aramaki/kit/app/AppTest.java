package io.aramaki.kit.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Runs [ProbeMain] as a process, since exit codes and signals are what this is about.
@Timeout(120)
final class AppTest {
  @TempDir Path directory;
  private final List<Process> started = new ArrayList<>();

  record Ended(int code, String out, String err) {}

  @AfterEach
  void stop() {
    started.forEach(Process::destroyForcibly);
  }

  @Test
  void start_withBadConfiguration_isOneLineAndExitCode2() throws Exception {
    Ended ended = end(probe("bad configuration"));

    assertThat(ended).isEqualTo(new Ended(2, "", "probe: probe.yaml:1: no key \"x\"\n"));
  }

  @Test
  void start_withUnknownOptionOrMissingFile_isExitCode2() throws Exception {
    Ended option = end(launch(List.of(), "--verbose"));
    Ended file = end(launch(List.of(), "--config", directory.resolve("none").toString()));
    Ended noFile = end(launch(List.of(), "--config"));

    assertThat(List.of(option.code, file.code, noFile.code)).containsOnly(2);
    assertThat(option.err).contains("unknown option \"--verbose\"").hasLineCount(1);
    assertThat(file.err).contains("not a file that can be read").hasLineCount(1);
    assertThat(noFile.err).contains("--config FILE").hasLineCount(1);
  }

  @Test
  void start_withBadFailpoint_isExitCode2() throws Exception {
    Ended ended = end(launch(List.of("-Daramaki.failpoint=x"), "--help", "--config"));
    Ended armed = end(launch(List.of("-Daramaki.failpoint=x")));

    assertThat(ended.code).isEqualTo(2);
    assertThat(armed.code).isEqualTo(2);
    assertThat(armed.err).contains("name:kill@n");
  }

  @Test
  void start_thatThrows_isExitCode1WithTheCause() throws Exception {
    Ended ended = end(probe("crash"));

    assertThat(ended.code).isEqualTo(1);
    assertThat(ended.err)
        .contains("probe: crashed: java.lang.IllegalStateException: no disk")
        .contains("ProbeMain.start");
  }

  @Test
  void application_thatFailsLater_closesAndIsExitCode1() throws Exception {
    Ended failed = end(probe("fail later"));
    Ended died = end(probe("die in a thread"));

    assertThat(failed.code).isEqualTo(1);
    assertThat(failed.out).endsWith("closed\n");
    assertThat(failed.err).contains("state is wrong");
    assertThat(died.code).isEqualTo(1);
    assertThat(died.err).contains("invariant broken");
  }

  @Test
  void application_thatStopsItself_isExitCode0() throws Exception {
    Ended ended = end(probe("stop itself"));

    assertThat(ended.code).isZero();
    assertThat(ended.out).endsWith("closed\n");
  }

  @Test
  void sigterm_whileRunning_closesAndIsExitCode0() throws Exception {
    // Given
    Path ready = directory.resolve("run/probe.ready");
    Process process = launch(List.of("-Daramaki.ready.file=" + ready));
    BufferedReader out = process.inputReader();
    String line = out.readLine();
    var file = ReadyFile.read(ready);

    // When
    process.toHandle().destroy();

    // Then
    assertThat(line).isEqualTo("ready probe grpc=127.0.0.1:1 http=127.0.0.1:2");
    assertThat(file)
        .contains(
            new ReadyFile(
                "probe", process.pid(), Map.of("grpc", "127.0.0.1:1", "http", "127.0.0.1:2")));
    assertThat(process.waitFor()).isZero();
    assertThat(out.readLine()).isEqualTo("closed");
    assertThat(ready).doesNotExist();
  }

  @Test
  void sigterm_whileStarting_isExitCode0() throws Exception {
    // Given
    Process process = probe("start forever");
    String line = process.inputReader().readLine();

    // When
    process.toHandle().destroy();

    // Then
    assertThat(line).isEqualTo("starting");
    assertThat(process.waitFor()).isZero();
  }

  @Test
  void help_asked_printsUsageAndKeys() throws Exception {
    Ended ended = end(launch(List.of(), "--help"));

    assertThat(ended.code).isZero();
    assertThat(ended.out).startsWith("Usage: probe [--config FILE]").endsWith("keys: none\n");
  }

  @Test
  void failpoint_kill_isARealSigkill() throws Exception {
    Ended ended = end(probe("pass failpoints", "-Daramaki.failpoint=here:kill@1"));

    assertThat(ended.code).isEqualTo(128 + 9);
    assertThat(ended.out).isEmpty();
  }

  @Test
  void failpoint_exit_endsThroughShutdownHooks() throws Exception {
    Ended ended = end(probe("pass failpoints", "-Daramaki.failpoint=here:exit@1"));

    assertThat(ended.code).isEqualTo(1);
  }

  @Test
  void failpoint_stop_pausesUntilSigcont() throws Exception {
    // Given
    Process process = probe("pass failpoints", "-Daramaki.failpoint=here:stop@1");
    awaitStopped(process);

    // When
    int sent = new ProcessBuilder("kill", "-CONT", "" + process.pid()).start().waitFor();

    // Then
    assertThat(sent).isZero();
    assertThat(process.inputReader().readLine()).startsWith("ready probe");
  }

  private Process probe(String how, String... jvm) throws IOException {
    Path config = Files.writeString(directory.resolve("how.txt"), how);
    return launch(List.of(jvm), "--config", config.toString());
  }

  private Process launch(List<String> jvm, String... args) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.addAll(jvm);
    command.add(ProbeMain.class.getName());
    command.addAll(List.of(args));
    Process process = new ProcessBuilder(command).start();
    started.add(process);
    return process;
  }

  private static Ended end(Process process) throws Exception {
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), out, err);
  }

  /// Waits until the kernel says that the process is stopped (state T).
  private static void awaitStopped(Process process) throws Exception {
    Path stat = Path.of("/proc/" + process.pid() + "/stat");
    for (int i = 0; i < 1000; i++) {
      if (Files.readString(stat).contains(") T ")) {
        return;
      }
      boolean _ = process.waitFor(20, TimeUnit.MILLISECONDS);
    }
    throw new AssertionError("the process was not stopped");
  }
}
