package io.aramaki.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.e2e.instance.Eventually;
import io.aramaki.e2e.instance.Instance;
import io.aramaki.e2e.load.Load;
import io.aramaki.e2e.load.Pages;
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
import java.util.Set;
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

  private static final Duration DRAIN = Duration.ofMinutes(3);

  /// Results of the real agent that may be missing after each of its deaths: what was being
  /// executed, and what was not yet in the spool.
  private static final int IN_FLIGHT = 2;

  /// P6 counts by key: after a death a notification comes at most once more. These are so many as
  /// alerting has sent to a receiver and not yet written down when it dies.
  private static final int UNDER_WAY_MAX = 8;

  /// Whose death may make a notification come again: alerting sends it, Cassandra keeps what was
  /// sent.
  private static final Set<String> TELLS_AGAIN = Set.of("alerting", "cassandra");

  /// The longest time from a transition to its notification while processes are killed.
  private static final Duration PAGE_MAX = Duration.ofSeconds(60);

  /// A notification that comes again after a death came first so short before it, or meanwhile.
  private static final Duration UNDER_WAY = Duration.ofSeconds(5);

  /// The time during which a part was away.
  ///
  /// @param deaths how often it died meanwhile
  /// @param from of the monotonic clock
  /// @param until when it was back
  private record Incident(String part, int deaths, long from, long until) {
    /// Whether it can be why a notification came again.
    boolean explains(Pages.Repeat repeat) {
      return TELLS_AGAIN.contains(part)
          && repeat.first() >= from - UNDER_WAY.toNanos()
          && repeat.first() <= until
          && repeat.again() >= from
          && repeat.again() <= until + PAGE_MAX.toNanos();
    }
  }

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
      judge(load, incidents, PAGE_MAX);
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
      judge(load, List.of(incident), PAGE_MAX);
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
      judge(load, List.of(incident), OUTAGE.plus(AFTER_OUTAGE));
    }
    assertThat(world.instance.pid("cassandra")).as("the same process").isEqualTo(before);
  }

  /// Ends the load and compares what clients and receivers have.
  ///
  /// @param incidents after some of which what was under way may come once more (P6)
  /// @param slowestMax within which each transition must have been notified
  private static void judge(Load load, List<Incident> incidents, Duration slowestMax)
      throws Exception {
    Thread.sleep(BETWEEN);
    load.stopChanging();
    load.stop(DRAIN);
    Eventually.get(
        "the last pages", DRAIN, () -> load.pages().count(), count -> count.missing() == 0);
    Eventually.get("each counted result evaluated once", DRAIN, load::miscounted, List::isEmpty);
    var pages = load.pages().count();
    var samples = load.compare();
    System.out.printf("evaluated: %d counted results, each once%n", load.counted());
    System.out.printf(
        "samples: sent %d, acknowledged %d, readable %d, series that differ %d%n",
        samples.sent(), samples.acknowledged(), samples.readable(), samples.series().size());
    System.out.printf(
        "pages: transitions %d, missing %d, repeated with the same key %d (one at most %d times), invented %d, slowest after %d ms%n",
        pages.transitions(),
        pages.missing(),
        pages.repeats().size(),
        pages.most(),
        pages.invented().size(),
        pages.slowest().toMillis());
    System.out.printf(
        "rates: %.0f samples/s, %.1f hard transitions/s%n",
        load.samplesPerSecond(), load.transitionsPerSecond());
    assertThat(load.samplesPerSecond())
        .as("the load that was promised")
        .isGreaterThan(0.95 * load.size().samplesPerSecond());
    assertThat(load.transitionsPerSecond()).isGreaterThan(0.8 * load.size().transitionsPerSecond());
    assertThat(load.refusals()).isEmpty();
    assertThat(samples.series()).as("acknowledged = readable = sent").isEmpty();
    assertThat(samples.readable()).isEqualTo(samples.sent());
    assertThat(pages.missing()).isZero();
    assertThat(pages.invented()).isEmpty();
    assertThat(pages.slowest()).isLessThan(slowestMax);
    int deaths = incidents.stream().mapToInt(Incident::deaths).max().orElse(0);
    assertThat(pages.most()).as("deliveries of one key").isLessThanOrEqualTo(1 + deaths);
    assertRepeatsExplained(pages.repeats(), incidents);
  }

  /// Each repeat belongs to one incident, and none has more than was under way.
  private static void assertRepeatsExplained(List<Pages.Repeat> repeats, List<Incident> incidents) {
    var unexplained = new ArrayList<>(repeats);
    for (var incident : incidents) {
      var explained = unexplained.stream().filter(incident::explains).toList();
      unexplained.removeAll(explained);
      if (!explained.isEmpty()) {
        System.out.printf("told again after %s was away: %d%n", incident.part(), explained.size());
      }
      assertThat(explained)
          .as("%s", incident)
          .hasSizeLessThanOrEqualTo(incident.deaths() * UNDER_WAY_MAX);
    }
    assertThat(unexplained).as("told again without an incident").isEmpty();
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
