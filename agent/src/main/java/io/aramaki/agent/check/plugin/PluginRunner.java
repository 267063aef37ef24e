package io.aramaki.agent.check.plugin;

import io.aramaki.agent.check.CheckDefinition.Command;
import io.aramaki.agent.check.CheckOutcome;
import io.aramaki.agent.check.ExecutionTrace;
import io.aramaki.agent.check.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// Runs Monitoring Plugins executables: an argument array, never a shell; a session of its own,
/// ended as a whole on timeout; both streams read while it runs and kept up to a bound.
public final class PluginRunner {
  private static final int CAPTURE_BYTES_MAX = 128 * 1024;
  private static final int STDERR_BYTES_MAX = 4 * 1024;
  private static final int CHUNK_BYTES = 16 * 1024;

  /// A plugin that prints more is killed: nobody reads it, and printing costs CPU.
  private static final long PRINTED_BYTES_MAX = 64L << 20;

  private static final int SIGNAL_BASE = 128;
  private static final int SIGNAL_MAX = 64;
  private static final int NOT_FOUND = 127;
  private static final int NOT_EXECUTABLE = 126;
  private static final Duration BUSY_POLL = Duration.ofMillis(1);
  private static final Duration IDLE_POLL = Duration.ofMillis(20);
  private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private final List<Path> directories;
  private final List<String> allowed;
  private final LongSupplier nanoTime;

  /// @param directories where a program is looked for that is named without a path
  /// @param allowed the programs that may be run, by absolute path; empty allows all
  public PluginRunner(List<Path> directories, List<String> allowed, LongSupplier nanoTime) {
    this.directories = List.copyOf(directories);
    this.allowed = List.copyOf(allowed);
    this.nanoTime = nanoTime;
  }

  /// How a process ended.
  private enum End {
    BY_ITSELF,
    TIMEOUT,
    TOO_MUCH_OUTPUT
  }

  public CheckOutcome run(
      Command command, Duration timeout, int maxOutputBytes, ExecutionTrace trace) {
    String program = command.arguments().getFirst();
    Optional<Path> found = find(program);
    if (found.isEmpty()) {
      return CheckOutcome.unknown(notFound(program));
    }
    Path path = found.get();
    if (!allowed.isEmpty() && !allowed.contains(path.toString())) {
      return CheckOutcome.unknown(
          path + " is not in checks.allowed-commands of this agent's configuration");
    }
    if (!Files.isRegularFile(path) || !Files.isExecutable(path)) {
      return CheckOutcome.unknown(path + " is not executable for the user of the agent");
    }
    var arguments = new ArrayList<>(command.arguments());
    arguments.set(0, path.toString());
    try {
      return run(start(arguments, command.environment(), trace), timeout, maxOutputBytes);
    } catch (IOException e) {
      return CheckOutcome.unknown(path + " could not be started: " + e.getMessage());
    }
  }

  private static Process start(
      List<String> arguments, Map<String, String> environment, ExecutionTrace trace)
      throws IOException {
    var builder = new ProcessBuilder(ProcessTree.ownSession(arguments));
    Map<String, String> variables = builder.environment();
    variables.clear();
    variables.put("PATH", PATH);
    variables.put("LC_ALL", "C.UTF-8");
    if (!trace.traceparent().isEmpty()) {
      variables.put("TRACEPARENT", trace.traceparent());
    }
    variables.putAll(environment);
    return builder
        .directory(Path.of("/").toFile())
        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
        .start();
  }

  private CheckOutcome run(Process process, Duration timeout, int maxOutputBytes) {
    byte[] chunk = new byte[CHUNK_BYTES];
    var out = new Capture(process.getInputStream(), CAPTURE_BYTES_MAX, chunk);
    var err = new Capture(process.getErrorStream(), STDERR_BYTES_MAX, chunk);
    End end;
    try {
      end = await(process, timeout, out, err);
    } catch (InterruptedException _) {
      ProcessTree.kill(process);
      Thread.currentThread().interrupt();
      return CheckOutcome.unknown("the agent was stopped while the check ran");
    }
    if (end != End.BY_ITSELF) {
      ProcessTree.kill(process);
    }
    boolean more = true;
    while (more && out.totalBytes() + err.totalBytes() <= PRINTED_BYTES_MAX) {
      more = drain(out, err);
    }
    return outcome(end, process, timeout, maxOutputBytes, out, err);
  }

  private End await(Process process, Duration timeout, Capture out, Capture err)
      throws InterruptedException {
    long deadline = nanoTime.getAsLong() + timeout.toNanos();
    Duration poll = BUSY_POLL;
    while (true) {
      boolean read = drain(out, err);
      poll = read ? BUSY_POLL : poll.multipliedBy(2);
      poll = poll.compareTo(IDLE_POLL) > 0 ? IDLE_POLL : poll;
      long left = deadline - nanoTime.getAsLong();
      if (process.waitFor(Math.clamp(left, 0, poll.toNanos()), TimeUnit.NANOSECONDS)) {
        return End.BY_ITSELF;
      }
      if (left <= 0) {
        return End.TIMEOUT;
      }
      if (out.totalBytes() + err.totalBytes() > PRINTED_BYTES_MAX) {
        return End.TOO_MUCH_OUTPUT;
      }
    }
  }

  private static boolean drain(Capture out, Capture err) {
    boolean fromOut = out.drain();
    boolean fromErr = err.drain();
    return fromOut || fromErr;
  }

  private static CheckOutcome outcome(
      End end, Process process, Duration timeout, int maxOutputBytes, Capture out, Capture err) {
    PluginOutput printed = PluginOutput.parse(out.text());
    String text = printed.text().isEmpty() ? err.text().strip() : printed.text();
    return switch (end) {
      case TIMEOUT ->
          killed("timed out after " + seconds(timeout) + " and was killed", text, maxOutputBytes);
      case TOO_MUCH_OUTPUT ->
          killed(
              "printed more than " + (PRINTED_BYTES_MAX >> 20) + " MiB and was killed",
              text,
              maxOutputBytes);
      case BY_ITSELF -> {
        int code = process.exitValue();
        String reason = reason(code);
        String all = reason.isEmpty() ? text : text.isEmpty() ? reason : reason + ": " + text;
        String output = out.isCut() ? all + " …" : all.isEmpty() ? "(no output)" : all;
        yield new CheckOutcome(
            Status.ofExitCode(code),
            OptionalInt.of(code),
            OutputText.cut(output, maxOutputBytes),
            printed.perfdata());
      }
    };
  }

  private static CheckOutcome killed(String reason, String text, int maxOutputBytes) {
    String output = text.isEmpty() ? reason : reason + ": " + text;
    return CheckOutcome.unknown(OutputText.cut(output, maxOutputBytes));
  }

  private static String reason(int code) {
    if (code == NOT_FOUND || code == NOT_EXECUTABLE) {
      return "could not be executed (exit code " + code + ")";
    }
    if (code > SIGNAL_BASE && code <= SIGNAL_BASE + SIGNAL_MAX) {
      return "ended by signal " + (code - SIGNAL_BASE) + " (exit code " + code + ")";
    }
    return code > 3 ? "exit code " + code + " is none of 0 to 3" : "";
  }

  private Optional<Path> find(String program) {
    if (program.startsWith("/")) {
      Path path = Path.of(program).normalize();
      return Files.exists(path) ? Optional.of(path) : Optional.empty();
    }
    if (program.isEmpty() || program.contains("/") || program.equals("..")) {
      return Optional.empty();
    }
    return directories.stream()
        .map(directory -> directory.resolve(program))
        .filter(Files::exists)
        .findFirst();
  }

  private String notFound(String program) {
    return program.startsWith("/")
        ? program + " does not exist"
        : "no plugin \"" + program + "\" in " + directories + " (checks.plugin-directories)";
  }

  private static String seconds(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? duration.toSeconds() + " s"
        : duration.toMillis() + " ms";
  }
}
