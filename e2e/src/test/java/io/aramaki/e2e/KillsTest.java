package io.aramaki.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.e2e.instance.Eventually;
import io.aramaki.e2e.instance.Instance;
import io.aramaki.e2e.load.Incident;
import io.aramaki.e2e.load.Judgement;
import io.aramaki.e2e.load.Load;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every process is killed under load. Judged by the ledgers of the clients, the webhook receiver
/// and the tracker alone.
@Tag("e2e")
@Tag("redmine")
@Order(90)
@ExtendWith(World.Resolver.class)
@ResourceLock(World.QUIET_MACHINE)
final class KillsTest {
  /// More than is asked for: while a process is away some transitions are put off.
  private static final Load.Size SIZE = new Load.Size(20, 51, 15, 6, 5);

  /// The least that must have been sent, or the kills do not count.
  private static final int SAMPLES_PER_SECOND_MIN = 5_000;

  private static final int TRANSITIONS_PER_SECOND_MIN = 5;

  /// A check changes again when its last change was notified, so there is one for each change of
  /// the outage.
  private static final Load.Size OUTAGE_SIZE = new Load.Size(4, 20, 40, 1, 1);

  /// How long Cassandra does not answer.
  private static final Duration OUTAGE = Duration.ofMinutes(2);

  /// reliability.md asks for 30 s on a quiet machine.
  private static final Duration AFTER_OUTAGE = Duration.ofSeconds(60);

  /// From a kill to the next one: the load has to be over the consequences.
  private static final Duration BETWEEN = Duration.ofSeconds(5);

  /// Results of the real agent that may be missing after each of its deaths: what was being
  /// executed, and what was not yet in the spool.
  private static final int IN_FLIGHT = 2;

  private final World world;

  KillsTest(World world) {
    this.world = world;
  }

  @Test
  void everyProcess_killedOnce_nothingAcknowledgedIsLost() throws Exception {
    killAll(1);
  }

  @Tag("full")
  @Test
  void everyProcess_killedFiveTimes_nothingAcknowledgedIsLost() throws Exception {
    killAll(5);
  }

  private void killAll(int rounds) throws Exception {
    var counted = countedCheck("e2e-counted-" + rounds);
    world.check("e2e-ticket-" + rounds, Map.of("ticket", "yes"), flipping(rounds).toString());
    var incidents = new ArrayList<Incident>();
    var back = new TreeMap<String, Duration>();
    try (var load = new Load(world.instance, world.webhook, "kills-" + rounds, SIZE)) {
      load.start();
      Eventually.holds("pages", World.SOON, () -> load.pages().notified() > 20);
      for (int round = 0; round < rounds; round++) {
        for (var part : Instance.PARTS) {
          Thread.sleep(BETWEEN);
          long from = System.nanoTime();
          var took = world.instance.kill(part);
          incidents.add(new Incident(part, 1, from, System.nanoTime()));
          back.merge(part, took, (a, b) -> a.compareTo(b) > 0 ? a : b);
          System.out.printf("killed %-10s back after %d ms%n", part, took.toMillis());
        }
      }
      System.out.println("longest absence: " + back);
      Judgement.of(load, incidents, Judgement.PAGE_MAX);
      assertThat(load.samplesPerSecond()).isGreaterThanOrEqualTo(SAMPLES_PER_SECOND_MIN);
      assertThat(load.transitionsPerSecond()).isGreaterThanOrEqualTo(TRANSITIONS_PER_SECOND_MIN);
    }
    assertCounted(counted, rounds);
    assertThat(world.redmine.issues("e2e-ticket-" + rounds)).hasSize(1);
  }

  /// Each place of the way where a death could lose something or tell it twice.
  @Tag("full")
  @ParameterizedTest
  @CsvSource({
    "gateway, beforeForward",
    "gateway, afterForward",
    "gateway, beforeAck",
    "monitoring, beforeJournal",
    "monitoring, afterJournalBeforeAck",
    "monitoring, afterChangeBeforeAck",
    "alerting, afterTransitionBeforeOutbox",
    "alerting, afterOutboxBeforePost",
    "alerting, afterPostBeforeNflog"
  })
  void part_diesAtAFailpoint_nothingIsLost(String part, String failpoint) throws Exception {
    var name = failpoint.toLowerCase(Locale.ROOT);
    try (var load = new Load(world.instance, world.webhook, name, OUTAGE_SIZE)) {
      load.start();
      Eventually.holds("pages", World.SOON, () -> load.pages().notified() > 0);
      long before = world.instance.restarts(part);
      long from = System.nanoTime();

      // When
      world.instance.flags(part, "-Daramaki.failpoint=" + failpoint + ":kill@5");
      world.instance.kill(part);
      world.instance.flags(part);
      Eventually.holds("its death", World.SOON, () -> world.instance.restarts(part) >= before + 2);
      Eventually.holds(
          "a process that lives on",
          World.SOON,
          () -> !world.instance.commandLine(part).contains("aramaki.failpoint"));
      world.instance.awaitBack(part);
      int deaths = Math.toIntExact(world.instance.restarts(part) - before);

      // Then
      assertThat(Files.readString(world.instance.home().resolve("log/" + part + ".log")))
          .contains("failpoint " + failpoint + ": KILL");
      var incident = new Incident(part, deaths, from, System.nanoTime());
      Judgement.of(load, List.of(incident), Judgement.PAGE_MAX);
    }
  }

  @Test
  void cassandra_standsStillForTwoMinutes_nothingIsLostAndPagesComeAfterwards() throws Exception {
    long before = world.instance.pid("cassandra");
    try (var load = new Load(world.instance, world.webhook, "outage", OUTAGE_SIZE)) {
      load.start();
      Eventually.holds("pages", World.SOON, () -> load.pages().notified() > 5);

      // When
      long from = System.nanoTime();
      world.instance.signal("cassandra", "STOP");
      Thread.sleep(OUTAGE);
      var status = world.instance.status();
      world.instance.signal("cassandra", "CONT");
      assertThat(status.status()).as("%s", status).isEqualTo(1);
      assertThat(status.out()).contains("NOT READY");

      // Then: what happened meanwhile is told soon after, and everything goes on by itself
      int then = load.pages().notified();
      Eventually.holds("pages again", AFTER_OUTAGE, () -> load.pages().notified() > then + 5);
      var incident = new Incident("cassandra", 1, from, System.nanoTime());
      Judgement.of(load, List.of(incident), OUTAGE.plus(AFTER_OUTAGE));
    }
    assertThat(world.instance.pid("cassandra")).as("the same process").isEqualTo(before);
  }

  /// A check of the real agent that counts its executions in a file and as a metric.
  private Path countedCheck(String id) throws IOException {
    var directory = Files.createDirectories(world.instance.home().resolve("e2e-checks"));
    var ledger = directory.resolve(id + ".ledger");
    var script =
        executable(
            directory.resolve(id),
            """
            #!/bin/sh
            n=$(( $(wc -l < %1$s 2>/dev/null || echo 0) + 1 ))
            echo $n >> %1$s
            echo "OK - execution $n | n=$n"
            """
                .formatted(ledger));
    world.check(id, Map.of(), script.toString());
    world.awaitHard(id, "OK", World.SOON);
    return ledger;
  }

  /// A plugin that is critical for 20 s of every 40.
  private Path flipping(int rounds) throws IOException {
    var directory = Files.createDirectories(world.instance.home().resolve("e2e-checks"));
    return executable(
        directory.resolve("flipping-" + rounds),
        """
        #!/bin/sh
        [ $(( $(date +%s) / 20 % 2 )) = 0 ] && { echo OK; exit 0; }
        echo CRITICAL; exit 2
        """);
  }

  private static Path executable(Path file, String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    return file;
  }

  /// What the real agent executed is readable once, but for what died with it.
  private void assertCounted(Path ledger, int rounds) throws IOException {
    var executed = Files.readAllLines(ledger).stream().map(Long::parseLong).toList();
    var check = ledger.getFileName().toString().replace(".ledger", "");
    var readable =
        Eventually.get(
            "results of " + check,
            World.SOON,
            () -> readable(check),
            found -> found.size() >= executed.size() - IN_FLIGHT * rounds);
    System.out.printf(
        "the real agent: executed %d, readable %d%n", executed.size(), readable.size());
    assertThat(readable.values()).as("each once").allMatch(count -> count == 1);
    assertThat(Files.readAllLines(ledger).stream().map(Long::parseLong).toList())
        .as("nothing is readable that was not executed")
        .containsAll(readable.keySet());
  }

  private Map<Long, Integer> readable(String check) throws IOException {
    var now = Instant.now();
    var answer =
        world
            .instance
            .api()
            .get(
                "/v1/orgs/-/systems/%s/samples".formatted(world.host),
                Map.of(
                    "metric",
                    "perfdata",
                    "start_time",
                    now.minus(Duration.ofHours(2)).toString(),
                    "end_time",
                    now.plusSeconds(1).toString()));
    var counts = new HashMap<Long, Integer>();
    for (var series : answer.path("series")) {
      if (series.path("labels").path("check").asText().endsWith(check)
          && List.of("n").contains(series.path("labels").path("label").asText())) {
        series.path("values").forEach(value -> counts.merge(value.asLong(), 1, Integer::sum));
      }
    }
    return counts;
  }
}
