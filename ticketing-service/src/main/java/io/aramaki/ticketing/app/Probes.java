package io.aramaki.ticketing.app;

import io.aramaki.kit.app.Environment;
import io.aramaki.ticketing.domain.tracker.Tracker;
import io.aramaki.ticketing.domain.tracker.TrackerFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds out every half minute whether each tracker knows our bot.
final class Probes implements AutoCloseable {
  private static final Duration PERIOD = Duration.ofSeconds(30);
  private static final Logger log = LoggerFactory.getLogger(Probes.class);

  private final List<Tracker> trackers;
  private final Environment environment;
  private final Map<String, Probe> last = new ConcurrentHashMap<>();
  private final Thread thread;

  /// What a probe found.
  record Probe(boolean valid, Instant when, String error) {}

  Probes(List<Tracker> trackers, Environment environment) {
    this.trackers = List.copyOf(trackers);
    this.environment = environment;
    this.thread = Thread.ofVirtual().name("tracker-probes").start(this::run);
  }

  Probe of(String tracker) {
    return last.getOrDefault(tracker, new Probe(false, Instant.EPOCH, "not probed yet"));
  }

  private void run() {
    try {
      while (true) {
        trackers.forEach(this::probe);
        Thread.sleep(PERIOD);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void probe(Tracker tracker) {
    var now = environment.clock().instant();
    try {
      tracker.probe();
      last.put(tracker.name(), new Probe(true, now, ""));
    } catch (TrackerFailure failure) {
      if (of(tracker.name()).valid() || !of(tracker.name()).error().equals(failure.reason())) {
        log.atWarn()
            .addKeyValue("tracker", tracker.name())
            .addKeyValue("error", failure.reason())
            .log("a tracker does not know our bot");
      }
      last.put(tracker.name(), new Probe(false, now, failure.reason()));
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
