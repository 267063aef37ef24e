package io.aramaki.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.e2e.instance.Eventually;
import io.aramaki.e2e.load.Bulk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/// Cassandra stands still for two minutes while hosts go on to measure, half as much as can be
/// taken: nothing is acknowledged, memory stays bounded, and afterwards everything drains.
@Tag("e2e")
@Tag("redmine")
@Tag("full")
@Order(96)
@ExtendWith(World.Resolver.class)
@ResourceLock(World.QUIET_MACHINE)
final class OutageTest {
  private static final int HOSTS = 200;
  private static final int SERIES = 100;

  /// Batches of a host without an answer: more than come in two minutes.
  private static final int UNANSWERED = 1_000;

  /// The rate that can be taken is measured with so much before it.
  private static final Duration WARM_UP = Duration.ofSeconds(30);

  private static final Duration MEASURED = Duration.ofSeconds(30);
  private static final Duration HALF_LOAD = Duration.ofSeconds(20);
  private static final Duration OUTAGE = Duration.ofMinutes(2);

  /// What was in Cassandra's queue when it was stopped may still be answered.
  private static final Duration LAST_ANSWERS = Duration.ofSeconds(1);

  private static final Duration DRAIN = Duration.ofMinutes(3);

  /// Memory that a process may have beyond its heap of 512 MiB.
  private static final long RESIDENT_MIB_MAX = 1_024;

  private static final List<String> PROCESSES =
      List.of("inventory", "monitoring", "ticketing", "alerting", "gateway");

  private final World world;

  OutageTest(World world) {
    this.world = world;
  }

  @Test
  void cassandra_standsStillAtHalfLoad_memoryIsBoundedAndEverythingDrains() throws Exception {
    try (var bulk = new Bulk(world.instance, HOSTS, SERIES, UNANSWERED)) {
      bulk.limit(0);
      bulk.start();
      Thread.sleep(WARM_UP);
      double most = bulk.rate(() -> Thread.sleep(MEASURED));
      bulk.limit(most / 2);
      Eventually.holds("half load", DRAIN, () -> bulk.unanswered() < HOSTS);
      double half = bulk.rate(() -> Thread.sleep(HALF_LOAD));
      long before = bulk.unanswered();
      var restarts = restarts();

      // When
      world.instance.signal("cassandra", "STOP");
      long acknowledged;
      long waiting = 0;
      try {
        Thread.sleep(LAST_ANSWERS);
        acknowledged = bulk.acknowledged();
        Thread.sleep(OUTAGE);
        assertThat(bulk.acknowledged()).as("nothing is acknowledged").isEqualTo(acknowledged);
        waiting = bulk.unanswered();
      } finally {
        world.instance.signal("cassandra", "CONT");
      }

      // Then
      var resident = residentMib();
      long begin = System.nanoTime();
      Eventually.holds("everything drains", DRAIN, () -> bulk.unanswered() < HOSTS);
      System.out.printf(
          "half load %.0f of %.0f samples/s; unanswered batches %d before, %d after %d s of outage, drained in %.1f s; RSS in MiB %s%n",
          half,
          most,
          before,
          waiting,
          OUTAGE.toSeconds(),
          (System.nanoTime() - begin) / 1e9,
          resident);
      var outcome = bulk.stopAndCompare();
      System.out.println("metrics: " + outcome.text());
      assertThat(waiting).as("spools grow").isGreaterThan(before * 2);
      assertThat(resident.values()).allMatch(mib -> mib <= RESIDENT_MIB_MAX);
      assertThat(restarts()).as("no process died").isEqualTo(restarts);
      assertThat(bulk.refused()).isZero();
      assertThat(outcome.isRight()).as(outcome.text()).isTrue();
    }
  }

  private Map<String, Long> restarts() throws IOException {
    var all = new HashMap<String, Long>();
    for (var part : PROCESSES) {
      all.put(part, world.instance.restarts(part));
    }
    return all;
  }

  private Map<String, Long> residentMib() throws IOException {
    var all = new HashMap<String, Long>();
    for (var part : PROCESSES) {
      try (var lines =
          Files.lines(Path.of("/proc", Long.toString(world.instance.pid(part)), "status"))) {
        all.put(
            part,
            lines
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1_024)
                .sum());
      }
    }
    return all;
  }
}
