package io.aramaki.ticketing.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import io.aramaki.kit.app.Environment;
import io.aramaki.kit.cassandra.CassandraConfig;
import io.aramaki.kit.grpc.server.GrpcServerConfig;
import io.aramaki.kit.http.admin.HttpConfig;
import io.aramaki.kit.telemetry.TelemetryConfig;
import io.aramaki.kit.testing.CassandraExtension;
import io.aramaki.monitoring.v1.TimelineEvent;
import io.aramaki.ticketing.v1.ReportAlertRequest;
import io.aramaki.ticketing.v1.TicketServiceGrpc;
import io.aramaki.ticketing.worker.FlakyRedmine;
import io.aramaki.ticketing.worker.FlakyRedmine.Fault;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Whole instances on a real Cassandra with real TLS, before a tracker over a real socket.
@Timeout(120)
@ExtendWith(CassandraExtension.class)
class TicketingAppTest {
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final Duration TIMEOUT = Duration.ofSeconds(1);

  @TempDir private Path directory;
  private final CassandraConfig cassandra;
  private final CqlSession session;
  private final List<TicketingApp> open = new ArrayList<>();
  private Neighbours neighbours;
  private FlakyRedmine redmine;
  private int channels;

  TicketingAppTest(CassandraConfig cassandra, CqlSession session) {
    this.cassandra = cassandra;
    this.session = session;
  }

  @BeforeEach
  void start() throws Exception {
    neighbours = new Neighbours(directory);
    redmine = new FlakyRedmine();
    Files.writeString(directory.resolve("redmine.key"), "k");
  }

  @AfterEach
  void stop() {
    open.forEach(TicketingApp::close);
    neighbours.close();
    redmine.close();
  }

  @Test
  void report_thatWasAnswered_reachesTheTrackerAfterARestart_andItsTimeline() throws IOException {
    // Given
    var tracker = "restart";
    int port = redmine.port();
    redmine.close();
    var first = instance("r1", tracker);
    report(first, tracker, "p", 1, true);
    first.close();
    open.clear();

    // When
    redmine = new FlakyRedmine(port);
    var second = instance("r2", tracker);

    // Then
    await(() -> redmine.statuses().equals(List.of("New")));
    report(second, tracker, "p", 2, false);
    await(() -> redmine.statuses().equals(List.of("Resolved")));
    assertThat(redmine.creates()).isOne();
    await(() -> neighbours.events.size() == 2);
    assertThat(neighbours.events)
        .extracting(TimelineEvent::getSummary)
        .containsExactly("ticket #1 opened", "ticket #1 resolved");
  }

  @Test
  void step_whileMonitoringIsAway_isOneLineAfterARestartHoweverOftenItIsTold() {
    // Given
    var tracker = "untold";
    neighbours.monitoringLeaves();
    var first = instance("u1", tracker);
    report(first, tracker, "p", 1, true);
    await(() -> waitingLines(tracker) == 1);
    first.close();
    open.clear();

    // When
    neighbours.monitoringReturns(1);
    var second = instance("u2", tracker);

    // Then
    await(() -> waitingLines(tracker) == 0);
    report(second, tracker, "p", 2, false);
    await(() -> neighbours.events.size() == 2);
    assertThat(neighbours.events)
        .extracting(TimelineEvent::getSummary)
        .containsExactly("ticket #1 opened", "ticket #1 resolved");
    assertThat(neighbours.tellings).hasValueGreaterThanOrEqualTo(3);
    await(() -> hints() == 0);
  }

  @Test
  void twoInstances_withReportsToBothAndLostAnswers_leaveOneOpenIssueForEachProblem() {
    // Given
    var tracker = "pair";
    var one = instance("p1", tracker);
    var other = instance("p2", tracker);
    redmine.meet(new Fault.Answer(500, true));
    redmine.meet(new Fault.Close());
    redmine.meet(new Fault.Answer(429, false));

    // When
    for (int i = 0; i < 20; i++) {
      report(i % 2 == 0 ? one : other, tracker, "p" + i, 1, true);
      report(i % 2 == 0 ? other : one, tracker, "p" + i, 1, true);
    }

    // Then
    await(() -> redmine.issues().size() == 20 && redmine.creates() == 21);
    var markers = redmine.issues().stream().map(issue -> issue.path("marker").asText()).toList();
    assertThat(markers).doesNotHaveDuplicates();
  }

  @Test
  void alert_routedAway_resolvesItsIssue_andACopyOfTheOldReportLeavesItSo() {
    // Given
    var tracker = "routes";
    var app = instance("a1", tracker);
    report(app, tracker, "p", 1, true);
    await(() -> redmine.statuses().equals(List.of("New")));

    // When
    report(app, tracker, "p", 1, false);
    report(app, tracker, "p", 1, true);

    // Then
    await(() -> redmine.statuses().equals(List.of("Resolved")));
    await(() -> neighbours.events.size() == 2);
    assertThat(redmine.creates()).isOne();
  }

  @Test
  void problem_overWhileCreatesAreRefused_resolvesWhatAnUnansweredOneMadeLate() {
    // Given
    var tracker = "late";
    redmine.meet(new Fault.Late());
    for (int i = 0; i < 40; i++) {
      redmine.meet(new Fault.Answer(429, false));
    }
    var app = instance("l1", tracker);
    report(app, tracker, "p", 1, true);
    await(() -> redmine.creates() >= 2);

    // When
    report(app, tracker, "p", 2, false);
    redmine.carryOut();

    // Then
    await(() -> redmine.statuses().equals(List.of("Resolved")));
    await(() -> neighbours.events.size() == 2);
    assertThat(neighbours.events)
        .extracting(TimelineEvent::getSummary)
        .containsExactly("ticket #1 opened", "ticket #1 resolved");
  }

  @Test
  void admin_showsHowTheTrackerIsDoing_andWhatTheGuardCounts() throws Exception {
    // Given
    var tracker = "seen";
    redmine.knowUsAs("");
    var app = instance("s1", tracker);
    report(app, tracker, "p", 1, true);

    // When / Then
    await(() -> page(app, "/status").contains("401"));
    assertThat(page(app, "/status")).contains("tracker-" + tracker).contains("oldest_waiting");
    assertThat(page(app, "/metrics"))
        .contains("aramaki_guard_calls_total{dependency=\"tracker seen\",outcome=\"ok\"}")
        .contains(
            "aramaki_ticketing_rpc_seconds_count{method=\"io.aramaki.ticketing.v1.TicketService/ReportAlert\",code=\"OK\"}")
        .contains("process_cpu_seconds_total");
  }

  /// How many lines wait in the ledger for a timeline.
  private int waitingLines(String tracker) {
    var row =
        session
            .execute(
                "SELECT untold FROM link WHERE tracker = '%s' AND dedupe_key = 'p'"
                    .formatted(tracker))
            .one();
    return row == null ? 0 : Objects.requireNonNull(row.getList("untold", String.class)).size();
  }

  private int hints() {
    return session.execute("SELECT * FROM link_untold").all().size();
  }

  private TicketingApp instance(String name, String tracker) {
    var redmineConfig =
        new TrackerConfig.Redmine(
            redmine.url(),
            directory.resolve("redmine.key"),
            "bot",
            "alerts",
            1,
            1,
            1,
            3,
            5,
            Map.of(),
            TIMEOUT);
    var config =
        new TicketingConfig(
            neighbours.member(name),
            GrpcServerConfig.local(),
            HttpConfig.loopback(),
            cassandra,
            TelemetryConfig.none(),
            neighbours.monitoring(),
            List.of(new TrackerConfig(tracker, redmineConfig, Optional.empty())));
    var app = TicketingApp.start(config, Environment.system());
    open.add(app);
    return app;
  }

  private void report(TicketingApp app, String tracker, String problem, long seq, boolean firing) {
    var request =
        ReportAlertRequest.newBuilder()
            .setTracker(tracker)
            .setAlert(neighbours.org + "/alerts/a1-1")
            .setSystem(neighbours.org + "/systems/web")
            .setEpisode(1)
            .setTransitionSeq(seq)
            .setFiring(firing)
            .setSeverity("critical")
            .setSummary("HTTP CRITICAL")
            .setDedupeKey(problem)
            .build();
    var address = Objects.requireNonNull(app.addresses().get("grpc"));
    try (var channel = neighbours.asAlerting(address, "a" + channels++)) {
      var answer = TicketServiceGrpc.newBlockingStub(channel).reportAlert(request);
      assertThat(answer.getTicket()).startsWith(neighbours.org + "/tickets/t");
    }
  }

  private static String page(TicketingApp app, String path) {
    var address = Objects.requireNonNull(app.addresses().get("admin"));
    var uri = URI.create((address.contains("://") ? "" : "http://") + address + path);
    try (var client = HttpClient.newHttpClient()) {
      return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(end);
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }
}
