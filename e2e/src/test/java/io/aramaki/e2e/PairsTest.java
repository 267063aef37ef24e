package io.aramaki.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;

import com.fasterxml.jackson.databind.JsonNode;
import io.aramaki.bench.read.Door;
import io.aramaki.cli.api.Api;
import io.aramaki.e2e.instance.Eventually;
import io.aramaki.e2e.instance.Instance;
import io.aramaki.e2e.load.Bulk;
import io.aramaki.e2e.load.Incident;
import io.aramaki.e2e.load.Judgement;
import io.aramaki.e2e.load.Load;
import io.aramaki.e2e.peer.Redmine;
import io.aramaki.e2e.peer.Webhook;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/// Two processes of each service at over 70 % of the load that they take: one of monitoring is
/// killed every 20 s, then each of the others in turn. Nothing is lost, nothing is there twice.
@Tag("e2e")
@Tag("redmine")
@Tag("full")
@Order(95)
@ResourceLock(World.QUIET_MACHINE)
final class PairsTest {
  private static final int HOSTS = 200;
  private static final int SERIES = 400;

  /// Batches of a host without an answer: those of a dead owner's hosts wait for the next one, as
  /// in the spool of an agent, while other hosts go on.
  private static final int UNANSWERED = 64;

  /// Checks that change, beside the metrics.
  private static final Load.Size CHECKS = new Load.Size(10, 5, 10, 2, 5);

  /// As much as is taken, until chunks are built of what came first: an hour is left alone for 150
  /// s.
  private static final Duration WARM_UP = Duration.ofSeconds(200);

  /// How long the rate without deaths is measured then, with the building of chunks in it.
  private static final Duration CALM = Duration.ofSeconds(40);

  /// How long the rate of the deaths is offered before the first one: what was sent faster than it
  /// can be built is built.
  private static final Duration SETTLE = Duration.ofMinutes(2);

  private static final Duration BETWEEN = Duration.ofSeconds(20);

  private static final int MONITORING_DEATHS = 6;

  /// Then each process of these dies.
  private static final List<String> OTHERS =
      List.of("alerting", "ticketing", "inventory", "gateway");

  /// What the names of the two processes of a service end with.
  private static final List<String> SUFFIXES = List.of("", "-2");

  /// The part of the rate without deaths that hosts send while processes die, and the part of which
  /// answers came meanwhile.
  private static final double RATE_OFFERED = 0.75;

  private static final double RATE_MIN = 0.7;

  private static final Duration DRAIN = Duration.ofMinutes(2);

  /// From a death to when the others own all shards (architecture.md).
  private static final Duration TAKEOVER_MAX = Duration.ofSeconds(10);

  private static final Duration POLL = Duration.ofMillis(50);

  @Test
  void pairs_whoseProcessesDieInTurn_loseNothingAndTellNothingTwice() throws Exception {
    var home = Path.of(System.getProperty("aramaki.root"), "e2e", "target", "pairs");
    World.deleteTree(home);
    try (var webhook = new Webhook();
        var instance = new Instance(home, Map.of())) {
      up(instance);
      instance.down(); // Whoever dies later has an archive of its classes (ADR 0101).
      up(instance);
      World.connect(instance, 2, new Redmine(), Redmine.url(), webhook);
      try (var bulk = new Bulk(instance, HOSTS, SERIES, UNANSWERED);
          var load = new Load(instance, webhook, "pairs", CHECKS)) {
        underLoad(instance, bulk, load);
      }
    }
  }

  private static void up(Instance instance) throws Exception {
    var up = instance.up("--split", "--instances", "2");
    assertThat(up.status()).as("%s", up).isZero();
  }

  private static void underLoad(Instance instance, Bulk bulk, Load load) throws Exception {
    load.start();
    bulk.start();
    Eventually.holds("pages", World.SOON, () -> load.pages().notified() > 5);
    Thread.sleep(WARM_UP);
    double calm = bulk.rate(() -> Thread.sleep(CALM));
    System.out.printf("rate without deaths: %.0f samples/s%n", calm);
    bulk.pause();
    Eventually.holds("answers", DRAIN, () -> bulk.unanswered() == 0);
    bulk.limit(calm * RATE_OFFERED);
    bulk.resume();
    double settled = bulk.rate(() -> Thread.sleep(SETTLE));
    System.out.printf("rate before the first death: %.0f samples/s%n", settled);
    var takeovers = new ArrayList<Duration>();
    double monitoring = bulk.rate(() -> killMonitoringInTurn(instance, takeovers));
    var incidents = new ArrayList<Incident>();
    double others = bulk.rate(() -> killOthersInTurn(instance, incidents));
    System.out.printf(
        "rates: %.0f samples/s with deaths of monitoring, %.0f with those of others, of %.0f%n",
        monitoring, others, calm);
    bulk.limit(1);
    System.out.println("takeover of monitoring's shards: " + takeovers);
    assertAll(
        () -> Judgement.of(load, incidents, Judgement.PAGE_MAX),
        () -> assertNothingLost(bulk),
        () -> assertThat(takeovers).allMatch(took -> took.compareTo(TAKEOVER_MAX) <= 0),
        () ->
            assertThat(monitoring / calm)
                .as("rate, monitoring dies")
                .isGreaterThanOrEqualTo(RATE_MIN),
        () -> assertThat(others / calm).as("rate, others die").isGreaterThanOrEqualTo(RATE_MIN));
  }

  private static void assertNothingLost(Bulk bulk) throws Exception {
    var outcome = bulk.stopAndCompare();
    System.out.println("metrics: " + outcome.text());
    assertThat(bulk.refused()).isZero();
    assertThat(outcome.isRight()).as(outcome.text()).isTrue();
  }

  private static void killMonitoringInTurn(Instance instance, List<Duration> takeovers)
      throws Exception {
    for (int round = 0; round < MONITORING_DEATHS; round++) {
      long begin = System.nanoTime();
      takeovers.add(killMonitoring(instance, "monitoring" + SUFFIXES.get(round % 2)));
      sleepUntil(begin + BETWEEN.toNanos());
    }
  }

  private static void killOthersInTurn(Instance instance, List<Incident> incidents)
      throws Exception {
    for (var suffix : SUFFIXES) {
      for (var other : OTHERS) {
        long from = System.nanoTime();
        var took = instance.kill(other + suffix);
        incidents.add(new Incident(other + suffix, 1, from, System.nanoTime()));
        System.out.printf(
            "%s killed %-13s back after %d ms%n",
            Incident.clock(from), other + suffix, took.toMillis());
        sleepUntil(from + BETWEEN.toNanos());
      }
    }
  }

  private static void sleepUntil(long nanos) throws InterruptedException {
    long wait = nanos - System.nanoTime();
    if (wait > 0) {
      Thread.sleep(Duration.ofNanos(wait));
    }
  }

  /// Kills a process and answers how long it took until each shard had an owner that lives.
  private static Duration killMonitoring(Instance instance, String part) throws Exception {
    long all = ownedShards(instance);
    long begin = System.nanoTime();
    instance.signal(part, "KILL");
    while (ownedShards(instance) < all) {
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(World.SOON);
      Thread.sleep(POLL);
    }
    var took = Duration.ofNanos(System.nanoTime() - begin);
    instance.awaitBack(part);
    System.out.printf(
        "%s killed %-13s taken over after %d ms, back after %d ms%n",
        Incident.clock(begin),
        part,
        took.toMillis(),
        Duration.ofNanos(System.nanoTime() - begin).toMillis());
    return took;
  }

  /// How many shards are owned by processes that live.
  private static long ownedShards(Instance instance) throws IOException {
    long owned = 0;
    for (var part : List.of("monitoring", "monitoring-2")) {
      try (var door = Door.local(instance.port(part + "-admin"))) {
        JsonNode status = Api.JSON.readTree(door.text("/status", Map.of()));
        owned +=
            status.path("parts").path("ownership").path("figures").path("owned_shards").asLong();
      } catch (IOException _) {
        // It is the one that was killed.
      }
    }
    return owned;
  }
}
