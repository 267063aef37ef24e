package io.aramaki.bench.footprint;

import io.aramaki.bench.machine.ProcessMemory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// An agent in a process of its own, as `./aramaki agent-process` starts it.
final class RealAgent implements AutoCloseable {
  private static final int STOP_SECONDS_MAX = 30;

  private final Process process;

  private RealAgent(Process process) {
    this.process = process;
  }

  /// Enrols.
  static void enrol(Path root, Path config, String token) throws IOException, InterruptedException {
    var builder = builder(root, "enrol", config);
    builder.environment().put("ARAMAKI_ENROLMENT_TOKEN", token);
    int code = builder.inheritIO().start().waitFor();
    if (code != 0) {
      throw new IOException("the agent did not enrol: exit code " + code);
    }
  }

  /// Starts.
  ///
  /// @param log where its output goes
  static RealAgent start(Path root, Path config, Path log) throws IOException {
    return new RealAgent(
        builder(root, "run", config)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start());
  }

  private static ProcessBuilder builder(Path root, String command, Path config) {
    var builder =
        new ProcessBuilder(
            List.of(
                root.resolve("aramaki").toString(),
                "agent-process",
                command,
                "--config",
                config.toString()));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    return builder;
  }

  ProcessMemory memory() throws IOException {
    if (!process.isAlive()) {
      throw new IOException("the agent ended with code " + process.exitValue());
    }
    return ProcessMemory.read(process.pid());
  }

  /// What its children have; one that ends while it is looked at counts nothing.
  ProcessMemory plugins() {
    return process
        .descendants()
        .map(child -> {
          try {
            return ProcessMemory.read(child.pid());
          } catch (IOException | IllegalArgumentException _) {
            return ProcessMemory.NONE;
          }
        })
        .reduce(ProcessMemory.NONE, ProcessMemory::plus);
  }

  /// The options of its JVM, but for paths.
  String flags() {
    return String.join(
        " ",
        Arrays.stream(process.info().arguments().orElse(new String[0]))
            .takeWhile(argument -> !argument.equals("-cp"))
            .filter(argument -> !argument.contains("/"))
            .toList());
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
