package io.aramaki.kit.cassandra.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Finds, starts and stops the operating system's process. A child is recognised by the directory
/// in its command line: that cannot be stale as a file with a process id can, and it finds a child
/// whose parent died before it wrote anything.
final class ChildProcess {
  private static final String MARK = "-Daramaki.cassandra.directory=";
  private static final String MAIN = "org.apache.cassandra.service.CassandraDaemon";

  /// The child gets no more of our environment than this: it could hold secrets, or options for
  /// another JVM.
  private static final Set<String> ENVIRONMENT = Set.of("PATH", "HOME", "LANG", "LC_ALL", "TZ");

  /// Cassandra's threads look for work again and again after each task, sleeping 10 µs and more in
  /// between. The kernel wakes sleepers up to so much later, in nanoseconds, and several together
  /// (`prctl(2)`, PR_SET_TIMERSLACK; 50 µs unless set). ADR 0117 has what that spares.
  private static final int TIMER_SLACK_NANOS = 250_000;

  /// Where there is no such file, nothing changes.
  private static final String WITH_SLACK =
      "{ echo %d > /proc/self/timerslack_ns; } 2> /dev/null; exec \"$0\" \"$@\""
          .formatted(TIMER_SLACK_NANOS);

  private ChildProcess() {}

  /// The living child that owns the directory.
  static Optional<ProcessHandle> find(Path directory) {
    var mark = MARK + directory;
    return ProcessHandle.allProcesses()
        .filter(handle ->
            handle
                .info()
                .arguments()
                .map(arguments -> List.of(arguments).contains(mark))
                .orElse(false))
        .filter(ProcessHandle::isAlive)
        .findFirst();
  }

  static ProcessHandle start(ChildDirectory directory) throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java");
    var builder =
        new ProcessBuilder(
            "/bin/sh",
            "-c",
            WITH_SLACK,
            java.toString(),
            "@" + directory.jvmOptions(),
            MARK + directory.root(),
            MAIN);
    builder.environment().keySet().retainAll(ENVIRONMENT);
    builder.directory(directory.root().toFile());
    builder.redirectErrorStream(true);
    builder.redirectOutput(directory.out().toFile());
    return builder.start().toHandle();
  }

  /// Waits at most the given time for the end of the process; true if it ended.
  static boolean ended(ProcessHandle handle, Duration limit) {
    try {
      handle.onExit().get(limit.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException _) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("waiting for process " + handle.pid() + " failed", e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return !handle.isAlive();
    }
  }
}
