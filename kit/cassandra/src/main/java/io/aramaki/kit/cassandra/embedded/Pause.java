package io.aramaki.kit.cassandra.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;

/// A process that stands still until this is closed, as in a very long garbage collection: tests of
/// outages use it. Linux only.
public final class Pause implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final long pid;

  private Pause(long pid) {
    this.pid = pid;
  }

  /// Stops the process and returns when every thread of it stands: `kill` itself returns before
  /// that, and a thread on another core may answer a request in between (signal(7), proc(5)).
  public static Pause of(long pid) {
    signal("STOP", pid);
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!stands(pid)) {
      if (System.nanoTime() > end) {
        signal("CONT", pid);
        throw new IllegalStateException("process " + pid + " does not stand after " + PATIENCE);
      }
      Thread.onSpinWait();
    }
    return new Pause(pid);
  }

  @Override
  public void close() {
    signal("CONT", pid);
  }

  private static boolean stands(long pid) {
    try (DirectoryStream<Path> threads =
        Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "task"))) {
      for (Path thread : threads) {
        if (!state(thread).startsWith("T")) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot see the threads of process " + pid, e);
    }
  }

  /// The state of a thread, which follows its name in parentheses; `T` of one that ended meanwhile.
  private static String state(Path thread) throws IOException {
    try {
      String stat = Files.readString(thread.resolve("stat"));
      return stat.substring(stat.lastIndexOf(')') + 2);
    } catch (NoSuchFileException e) {
      return "T";
    }
  }

  private static void signal(String name, long pid) {
    try {
      var kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid)).inheritIO().start();
      if (kill.waitFor() != 0) {
        throw new IllegalStateException("kill -" + name + " ended with " + kill.exitValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run kill", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
