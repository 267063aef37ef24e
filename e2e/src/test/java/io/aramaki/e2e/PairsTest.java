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
import java.util.concurrent.atomic.AtomicInteger;
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

  /// How long as much is sent as is taken, for the rate without deaths.
  private static final Duration FULL = Duration.ofMinutes(5);

  /// How long the chunks of that may take.
  private static final Duration BUILT_MAX = Duration.ofMinutes(20);

  /// So many looks one after the other, some eight seconds, nothing may be left to build: an hour
  /// that is over shows some seconds late.
  private static final int BUILT_LOOKS = 150;

  /// How long the rate of the deaths is offered before the first one.
  private static final Duration SETTLE = Duration.ofSeconds(30);

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
    double calm = bulk.rate(() -> sendAndBuild(instance, bulk));
    System.out.printf("rate without deaths, until all is in chunks: %.0f samples/s%n", calm);
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

  /// As a run of `bench ingest`: as much as is taken for some minutes, until every hour that is
  /// over is in chunks.
  private static void sendAndBuild(Instance instance, Bulk bulk) throws Exception {
    double acknowledged = bulk.rate(() -> Thread.sleep(FULL));
    System.out.printf("rate without deaths, while samples came: %.0f samples/s%n", acknowledged);
    bulk.pause();
    Eventually.holds("answers", DRAIN, () -> bulk.unanswered() == 0);
    var inTurn = new AtomicInteger();
    int _ =
        Eventually.get(
            "chunks of all hours that are over",
            BUILT_MAX,
            () -> {
              long left = figure(instance, "chunks", "hours_to_build");
              return inTurn.updateAndGet(before -> left == 0 ? before + 1 : 0);
            },
            looks -> looks == BUILT_LOOKS);
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
    return figure(instance, "ownership", "owned_shards");
  }

  /// A figure of the processes of monitoring that live, together.
  private static long figure(Instance instance, String part, String figure) throws IOException {
    long sum = 0;
    for (var suffix : SUFFIXES) {
      try (var door = Door.local(instance.port("monitoring" + suffix + "-admin"))) {
        JsonNode status = Api.JSON.readTree(door.text("/status", Map.of()));
        sum += status.path("parts").path(part).path("figures").path(figure).asLong();
      } catch (IOException _) {
        // It is the one that was killed.
      }
    }
    return sum;
  }
}
