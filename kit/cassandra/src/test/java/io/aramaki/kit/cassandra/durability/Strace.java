package io.aramaki.kit.cassandra.durability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// strace on a running process and all its threads, into a file.
final class Strace implements AutoCloseable {
  private static final String CALLS =
      "read,readv,recvfrom,recvmsg,write,writev,pwrite64,sendto,sendmsg,fsync,fdatasync,msync";
  private static final Duration ATTACH_BOUND = Duration.ofSeconds(60);
  private static final Duration DETACH_BOUND = Duration.ofSeconds(60);
  private static final int POLL_MS = 20;

  private final Process process;
  private final Path log;

  private Strace(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /// Attaches and returns when all threads are watched.
  static Strace attach(long pid, Path directory) throws IOException, InterruptedException {
    Path log = directory.resolve("strace.log");
    Path said = directory.resolve("strace.said");
    Process process =
        new ProcessBuilder(
                "strace",
                "-f",
                "-ttt",
                "-T",
                "-yy",
                "-s",
                "2048",
                "-e",
                "trace=" + CALLS,
                "-o",
                log.toString(),
                "-p",
                Long.toString(pid))
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    var strace = new Strace(process, log);
    long end = System.nanoTime() + ATTACH_BOUND.toNanos();
    while (!Files.readString(said).contains("attached")) {
      if (process.waitFor(POLL_MS, TimeUnit.MILLISECONDS) || System.nanoTime() > end) {
        strace.close();
        throw new IOException("strace does not attach: " + Files.readString(said));
      }
    }
    return strace;
  }

  /// Detaches and answers what was seen.
  List<SystemCall> detach() throws IOException {
    close();
    return StraceLog.parse(Files.readAllLines(log, java.nio.charset.StandardCharsets.ISO_8859_1));
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(DETACH_BOUND.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
