package io.aramaki.agent.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The agent of an [AgentWorld] as a process of its own, to be killed.
final class AgentProcess implements AutoCloseable {
  private final Process process;

  AgentProcess(AgentWorld world, String failpoint) throws IOException {
    Path config = Files.writeString(world.directory.resolve("agent.yaml"), world.yaml());
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx64m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("java.class.path")));
    if (!failpoint.isEmpty()) {
      command.add("-Daramaki.failpoint=" + failpoint);
    }
    command.addAll(List.of("io.aramaki.agent.Main", "run", "--config", config.toString()));
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(world.directory.resolve("agent.log").toFile()))
            .start();
  }

  void awaitEnd() throws InterruptedException {
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new AssertionError("the agent did not die");
    }
  }

  long pid() {
    return process.pid();
  }

  int stop() throws InterruptedException {
    process.destroy();
    awaitEnd();
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      boolean _ = process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
