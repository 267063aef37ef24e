package io.aramaki.bench.peer.own;

import com.fasterxml.jackson.databind.JsonNode;
import io.aramaki.bench.machine.Instance;
import io.aramaki.bench.read.Door;
import io.aramaki.bench.storage.Compactions;
import io.aramaki.cli.api.Api;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// How far an instance is with the work behind its answers: closed hours that are no chunks yet,
/// and compactions of Cassandra.
final class EngineProgress {
  /// A run ends with at most so many compactions.
  static final int COMPACTIONS_MAX = 5;

  private static final Duration WAIT_MAX = Duration.ofMinutes(30);
  private static final Duration POLL = Duration.ofSeconds(1);

  /// So often one after the other nothing may be left: an hour that is over shows some seconds
  /// late.
  private static final int DONE_POLLS = 8;

  private static final String PART = "chunks";
  private static final String FIGURE = "hours_to_build";

  private final Instance instance;

  EngineProgress(Instance instance) {
    this.instance = instance;
  }

  /// Waits until all closed hours are chunks and few compactions are left.
  ///
  /// @return false if this build shows no progress of chunks; then only compactions were waited for
  /// @throws IOException if that takes too long
  boolean awaitSettled() throws IOException, InterruptedException {
    long end = System.nanoTime() + WAIT_MAX.toNanos();
    try (var compactions = Compactions.open(instance.home().resolve("config/monitoring.yaml"));
        var door = Door.local(instance.adminPort("monitoring"))) {
      boolean shown = true;
      int done = 0;
      while (done < DONE_POLLS) {
        JsonNode hours = hoursLeft(door);
        shown = !hours.isMissingNode();
        int pending = compactions.pending();
        done = hours.asLong(0) == 0 && pending <= COMPACTIONS_MAX ? done + 1 : 0;
        if (System.nanoTime() > end) {
          throw new IOException(
              "after %d min %s closed hours are no chunks and %d compactions are left (at most %d)"
                  .formatted(WAIT_MAX.toMinutes(), hours.asText("?"), pending, COMPACTIONS_MAX));
        }
        TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
      }
      return shown;
    }
  }

  private static JsonNode hoursLeft(Door door) throws IOException {
    JsonNode status = Api.JSON.readTree(door.text("/status", Map.of()));
    return status.path("parts").path(PART).path("figures").path(FIGURE);
  }
}
