package io.aramaki.monitoring.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An instance in a process of its own, so that it can be paused and killed for real.
final class ChildInstance implements AutoCloseable {
  private static final Pattern READY = Pattern.compile("ready monitoring .*grpc=(\\S+).*");

  final String address;
  private final Process process;

  private ChildInstance(Process process, String address) {
    this.process = process;
    this.address = address;
  }

  /// Starts an instance.
  ///
  /// @param failpoint for example `afterJournalBeforeAck:stop@2`; empty for none
  static ChildInstance start(Path yaml, String failpoint) throws IOException {
    Process process =
        new ProcessBuilder(
                List.of(
                    ProcessHandle.current().info().command().orElse("java"),
                    "-Xmx256m",
                    "-XX:TieredStopAtLevel=1",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-Daramaki.failpoint=" + failpoint,
                    "-cp",
                    System.getProperty("java.class.path", ""),
                    "io.aramaki.monitoring.Main",
                    "--config",
                    yaml.toString()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    StringBuilder said = new StringBuilder();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      Matcher ready = READY.matcher(line);
      if (ready.matches()) {
        Thread.ofVirtual().start(() -> out.lines().forEach(_ -> {}));
        return new ChildInstance(process, ready.group(1));
      }
      said.append(line).append('\n');
    }
    throw new AssertionError("the instance did not start: " + said);
  }

  void resume() throws IOException, InterruptedException {
    signal("-CONT");
  }

  /// True once the process has stopped itself by SIGSTOP.
  boolean isPaused() throws IOException {
    String stat = java.nio.file.Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
    return stat.substring(stat.lastIndexOf(')') + 2).startsWith("T");
  }

  boolean isAlive() {
    return process.isAlive();
  }

  private void signal(String signal) throws IOException, InterruptedException {
    new ProcessBuilder("kill", signal, Long.toString(process.pid())).start().waitFor();
  }

  /// Lets it die.
  void kill() {
    close();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      boolean _ = process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
