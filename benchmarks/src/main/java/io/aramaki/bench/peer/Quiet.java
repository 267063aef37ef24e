package io.aramaki.bench.peer;

import io.aramaki.bench.machine.Processes;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Waits until servers rest: what they do behind their answers is over when they hardly use the
/// processor any more.
public final class Quiet {
  private static final Duration WINDOW = Duration.ofSeconds(2);
  private static final double CORES_MAX = 0.05;
  private static final int WINDOWS = 2;
  private static final Duration WAIT_MAX = Duration.ofMinutes(10);

  private Quiet() {}

  /// Waits for two quiet windows, one after the other.
  ///
  /// @throws IOException if they do not come
  public static void await(String name, Map<String, Long> pids)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + WAIT_MAX.toNanos();
    int quiet = 0;
    Processes before = Processes.read(pids);
    while (quiet < WINDOWS) {
      TimeUnit.NANOSECONDS.sleep(WINDOW.toNanos());
      Processes now = Processes.read(pids);
      quiet = now.serverCpuSince(before) / WINDOW.toSeconds() < CORES_MAX ? quiet + 1 : 0;
      before = now;
      if (System.nanoTime() > end) {
        throw new IOException(
            "%s still uses more than %s cores after %d min"
                .formatted(name, CORES_MAX, WAIT_MAX.toMinutes()));
      }
    }
  }
}
