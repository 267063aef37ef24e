package io.aramaki.agent.action;

import io.aramaki.agent.check.plugin.ProcessTree;
import io.aramaki.kit.app.Failpoint;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Executes one run whose STARTED is durable, and journals its output and its end.
///
/// The first [#STREAMED_BYTES_MAX] bytes of output are streamed as they come; of what follows only
/// the last [#TAIL_BYTES] are kept and sent at the end. Both streams come in order of arrival.
///
/// Output that the journal has no room for is dropped; the process is watched all the same, and the
/// length in its end tells what is missing. Whatever goes wrong in watching, the process does not
/// outlive it.
final class Execution {
  private static final Logger log = LoggerFactory.getLogger(Execution.class);
  private static final int CHUNK_BYTES = 16 * 1024;
  private static final long STREAMED_BYTES_MAX = 1 << 20;
  private static final int TAIL_BYTES = 64 * 1024;
  private static final Duration POLL = Duration.ofMillis(20);
  private static final Duration FLUSH = Duration.ofMillis(200);
  private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private final String run;
  private final RunJournal journal;
  private final LongSupplier nanoTime;
  private final byte[] chunk = new byte[CHUNK_BYTES];
  private byte[] tail = new byte[0];
  private long total;
  private boolean unsynced;
  private long syncedNanos;
  private volatile boolean stopped;

  Execution(String run, RunJournal journal, LongSupplier nanoTime) {
    this.run = run;
    this.journal = journal;
    this.nanoTime = nanoTime;
  }

  /// Asks that the process be killed because the agent stops.
  void stop() {
    stopped = true;
  }

  /// Executes; returns when the run has its end.
  void execute(List<String> arguments, Duration timeout, String traceparent) {
    RunEvent.Finished end = run(arguments, timeout, traceparent);
    Failpoint.at("afterExecBeforeResult");
    journal.end(run, end);
  }

  private RunEvent.Finished run(List<String> arguments, Duration timeout, String traceparent) {
    Process process;
    try {
      process = start(arguments, traceparent);
    } catch (IOException e) {
      return failed("could not be started: " + e.getMessage());
    }
    boolean watched = false;
    try {
      RunEvent.Finished end = await(process, timeout);
      watched = true;
      return end;
    } catch (IOException | RuntimeException e) {
      log.atError().addKeyValue("run", run).setCause(e).log("run killed: it cannot be watched");
      return failed("killed because the agent could not watch it: " + e.getMessage());
    } finally {
      if (!watched) {
        ProcessTree.kill(process);
      }
    }
  }

  private RunEvent.Finished failed(String error) {
    return new RunEvent.Finished(OptionalInt.empty(), error, total);
  }

  private Process start(List<String> arguments, String traceparent) throws IOException {
    var builder = new ProcessBuilder(ProcessTree.ownSession(arguments));
    Map<String, String> variables = builder.environment();
    variables.clear();
    variables.put("PATH", PATH);
    variables.put("LC_ALL", "C.UTF-8");
    variables.put("ARAMAKI_RUN", run);
    if (!traceparent.isEmpty()) {
      variables.put("TRACEPARENT", traceparent);
    }
    return builder
        .directory(Path.of("/").toFile())
        .redirectErrorStream(true)
        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
        .start();
  }

  private RunEvent.Finished await(Process process, Duration timeout) throws IOException {
    long deadline = nanoTime.getAsLong() + timeout.toNanos();
    InputStream out = process.getInputStream();
    String error = "";
    boolean ended = false;
    while (!ended) {
      boolean read = drain(out);
      long now = nanoTime.getAsLong();
      flushIfDue(now);
      if (now - deadline >= 0) {
        error = "timed out after " + timeout.toSeconds() + " s and was killed";
      } else if (stopped || Thread.currentThread().isInterrupted()) {
        error = "killed because the agent was stopped";
      }
      if (!error.isEmpty()) {
        ProcessTree.kill(process);
      }
      ended = !error.isEmpty() || hasEnded(process, read);
    }
    boolean more = true;
    while (more && total < Integer.MAX_VALUE) {
      more = drain(out);
    }
    flushTail();
    OptionalInt exitCode =
        error.isEmpty() ? OptionalInt.of(process.exitValue()) : OptionalInt.empty();
    return new RunEvent.Finished(exitCode, error, total);
  }

  private static boolean hasEnded(Process process, boolean read) {
    try {
      return process.waitFor(read ? 0 : POLL.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /// Reads what is there, without waiting: a descendant may keep the pipe open for ever.
  private boolean drain(InputStream out) throws IOException {
    int available = out.available();
    if (available <= 0) {
      return false;
    }
    int n = out.read(chunk, 0, Math.min(available, chunk.length));
    if (n <= 0) {
      return false;
    }
    if (total < STREAMED_BYTES_MAX) {
      journal.output(run, new RunEvent.Output(Arrays.copyOf(chunk, n), total));
      unsynced = true;
    } else {
      keepTail(n);
    }
    total += n;
    return true;
  }

  private void keepTail(int n) {
    byte[] joined = Arrays.copyOf(tail, tail.length + n);
    System.arraycopy(chunk, 0, joined, tail.length, n);
    tail =
        joined.length <= TAIL_BYTES
            ? joined
            : Arrays.copyOfRange(joined, joined.length - TAIL_BYTES, joined.length);
  }

  private void flushIfDue(long now) {
    if (unsynced && now - syncedNanos >= FLUSH.toNanos()) {
      journal.sync(run);
      syncedNanos = now;
      unsynced = false;
    }
  }

  private void flushTail() {
    for (int at = 0; at < tail.length; at += CHUNK_BYTES) {
      byte[] part = Arrays.copyOfRange(tail, at, Math.min(tail.length, at + CHUNK_BYTES));
      journal.output(run, new RunEvent.Output(part, total - tail.length + at));
    }
  }
}
