package io.aramaki.allinone.keep;

import io.aramaki.allinone.home.Home;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A running process: started by us, or found alive by its pid file. A pid alone proves nothing,
/// because numbers are used again; so the file also holds the start time.
public record Child(ProcessHandle handle) {
  /// How long an orderly stop may take before the process is killed. The first one after a build
  /// writes an archive of classes, seconds of CPU for each process (ADR 0101).
  public static final Duration STOP_MAX = Duration.ofSeconds(60);

  /// The start times that the kernel reports for one process may differ by so much.
  private static final Duration START_TOLERANCE = Duration.ofSeconds(1);

  /// The process of the part, if it survived.
  public static Optional<Child> adopt(Path pidFile) {
    String[] words;
    try {
      words = Files.readString(pidFile).strip().split(" ", -1);
    } catch (IOException _) {
      return Optional.empty();
    }
    if (words.length != 2) {
      return Optional.empty();
    }
    var started = Instant.ofEpochMilli(Long.parseLong(words[1]));
    return ProcessHandle.of(Long.parseLong(words[0]))
        .filter(ProcessHandle::isAlive)
        .filter(handle ->
            handle
                .info()
                .startInstant()
                .map(
                    start -> Duration.between(start, started).abs().compareTo(START_TOLERANCE) <= 0)
                .orElse(false))
        .map(Child::new);
  }

  public static Child start(Part part) {
    try {
      Files.deleteIfExists(part.readyFile());
      var builder = new ProcessBuilder(part.command().get());
      builder.environment().putAll(part.environment());
      builder.redirectErrorStream(true);
      builder.redirectOutput(ProcessBuilder.Redirect.appendTo(part.log().toFile()));
      builder.redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")));
      var handle = builder.start().toHandle();
      var start = handle.info().startInstant().orElseGet(() -> Instant.EPOCH);
      Home.writePrivate(part.pidFile(), handle.pid() + " " + start.toEpochMilli() + "\n");
      return new Child(handle);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "%s cannot be started: %s".formatted(part.name(), e.getMessage()), e);
    }
  }

  public boolean alive() {
    return handle.isAlive();
  }

  public long pid() {
    return handle.pid();
  }

  /// Stops in order; kills what does not end in time.
  public void stop() {
    handle.destroy();
    if (!ended(STOP_MAX)) {
      handle.destroyForcibly();
      ended(STOP_MAX);
    }
  }

  private boolean ended(Duration bound) {
    try {
      handle.onExit().get(bound.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException _) {
      return false;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
