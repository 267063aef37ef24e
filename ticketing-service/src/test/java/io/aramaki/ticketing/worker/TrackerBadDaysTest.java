package io.aramaki.ticketing.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.kit.app.Redacted;
import io.aramaki.kit.http.guard.Guard;
import io.aramaki.kit.http.guard.GuardConfig;
import io.aramaki.kit.http.outbound.Outbound;
import io.aramaki.kit.telemetry.Metrics;
import io.aramaki.ticketing.domain.AlertReport;
import io.aramaki.ticketing.domain.Link;
import io.aramaki.ticketing.domain.LinkKey;
import io.aramaki.ticketing.domain.LinkWork;
import io.aramaki.ticketing.domain.MemoryLinkStore;
import io.aramaki.ticketing.domain.ReopenPolicy;
import io.aramaki.ticketing.domain.Tickets;
import io.aramaki.ticketing.tracker.redmine.RedmineConfig;
import io.aramaki.ticketing.tracker.redmine.RedmineTracker;
import io.aramaki.ticketing.worker.FlakyRedmine.Fault;
import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Worker, steps and adapter against a tracker on a bad day: whatever it answers, there is exactly
/// one open issue in the end, and it is resolved when the problem is over.
@Timeout(60)
class TrackerBadDaysTest {
  private static final LinkKey KEY = new LinkKey("t", "problem", 1);
  private static final Duration TIMEOUT = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final MemoryLinkStore store = new MemoryLinkStore();
  private final Tickets tickets =
      new Tickets(store, Map.of("t", new ReopenPolicy.NewIssue()), Clock.systemUTC());
  private FlakyRedmine redmine;
  private Worker worker;

  @BeforeEach
  void start() throws IOException {
    redmine = new FlakyRedmine();
    worker = worker(redmine.url());
    worker.acquired(0, 1);
  }

  @AfterEach
  void stop() {
    worker.close();
    redmine.close();
  }

  @Test
  void tracker_thatIsWell_getsOneIssueAndItsEnd() {
    // When
    fires();
    awaitLinked();
    ends();

    // Then
    awaitResolvedOnce(1);
  }

  @Test
  void tracker_answering401_getsNothingUntilTheKeyIsRight() {
    // Given
    redmine.knowUsAs("");
    fires();
    await(link -> link.error().contains("401"));
    assertThat(redmine.creates()).isZero();

    // When
    redmine.knowUsAs("bot");

    // Then
    awaitLinked();
    ends();
    awaitResolvedOnce(1);
  }

  @Test
  void tracker_thatTakesUsForSomebodyElse_getsNothing() {
    // Given
    redmine.knowUsAs("admin");

    // When
    fires();

    // Then
    await(link -> link.error().contains("the key belongs to \"admin\" (configured: \"bot\")"));
    assertThat(redmine.creates()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 408, 409, 425, 429})
  void create_answeredThatNothingWasDone_isMadeAgain(int status) {
    // Given
    redmine.meet(new Fault.Answer(status, false));

    // When
    fires();

    // Then
    awaitLinked();
    ends();
    awaitResolvedOnce(2);
  }

  @Test
  void create_answered429_waitsAsLongAsItIsAsked() {
    // Given
    redmine.meet(new Fault.Answer(429, false));

    // When
    fires();

    // Then
    await(link -> link.error().contains("429"));
    var next = store.find(KEY).flatMap(Link::next).orElseThrow();
    var update = store.find(KEY).orElseThrow().update();
    assertThat(Duration.between(update, next))
        .isBetween(Duration.ofMillis(900), Duration.ofMillis(1_500));
    awaitLinked();
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 504})
  void create_answered5xxBeforeItWasDone_isSearchedForAndMadeAgain(int status) {
    // Given
    redmine.meet(new Fault.Answer(status, false));

    // When
    fires();

    // Then
    awaitLinked();
    ends();
    awaitResolvedOnce(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 504})
  void create_answered5xxAfterItWasDone_isFoundAndNotMadeAgain(int status) {
    // Given
    redmine.meet(new Fault.Answer(status, true));

    // When
    fires();

    // Then
    awaitLinked();
    ends();
    awaitResolvedOnce(1);
  }

  @Test
  void create_thatTimesOutAfterTheTicketWasCreated_isFoundAndNotMadeAgain() {
    // Given
    redmine.meet(new Fault.Hang());

    // When
    fires();

    // Then
    awaitLinked();
    ends();
    awaitResolvedOnce(1);
  }

  @Test
  void create_whoseConnectionIsClosedAfterTheTicketWasCreated_isFoundAndNotMadeAgain() {
    // Given
    redmine.meet(new Fault.Close());

    // When
    fires();

    // Then
    awaitLinked();
    ends();
    awaitResolvedOnce(1);
  }

  @Test
  void create_refused_failsWithTheTrackersWordsAndIsNotRepeated() {
    // Given
    redmine.meet(new Fault.Answer(422, false));

    // When
    fires();

    // Then
    await(link -> link.state() instanceof Link.State.Failed);
    assertThat(store.find(KEY).orElseThrow().error()).contains("422").contains("bad day");
    assertThat(store.find(KEY).orElseThrow().next()).isEmpty();
    assertThat(redmine.creates()).isOne();
  }

  @Test
  void tracker_thatIsDown_getsExactlyOneIssueWhenItIsBack() throws IOException {
    // Given
    int port = redmine.port();
    redmine.close();
    fires();
    await(link -> link.attempts() >= 2);

    // When
    redmine = new FlakyRedmine(port);

    // Then
    awaitLinked();
    ends();
    awaitResolvedOnce(1);
  }

  private Worker worker(URI url) {
    var config =
        new RedmineConfig(url, Redacted.of("k"), "bot", "alerts", 1, 1, 1, 3, 5, Map.of(), TIMEOUT);
    var limits = GuardConfig.defaults().withTimeout(TIMEOUT.multipliedBy(4));
    var guard = Guard.create("tracker t", limits, new Metrics());
    var outbound = new Outbound("redmine", TIMEOUT, TIMEOUT, OpenTelemetry.noop()).guardedBy(guard);
    return new Worker(
        store,
        new LinkWork(store, Clock.systemUTC(), most -> most),
        Map.of("t", new RedmineTracker("t", config, outbound)),
        Clock.systemUTC(),
        OpenTelemetry.noop().getTracer("test"));
  }

  private void fires() {
    report(1, true);
  }

  private void ends() {
    report(2, false);
  }

  private void report(long seq, boolean firing) {
    var report =
        new AlertReport(
            "orgs/o/alerts/a1-1",
            "orgs/o/systems/web",
            seq,
            firing,
            "critical",
            "HTTP CRITICAL",
            Map.of("check", "http"),
            Instant.parse("2026-01-01T00:00:00Z"),
            "",
            "");
    assertThat(tickets.report(KEY, report)).isPresent();
    worker.signal();
  }

  private void awaitLinked() {
    await(link -> link.state() instanceof Link.State.Linked && link.error().isEmpty());
  }

  private void awaitResolvedOnce(int creates) {
    await(link -> link.state() instanceof Link.State.Resolved);
    assertThat(redmine.statuses()).containsExactly("Resolved");
    assertThat(redmine.issues().getFirst().path("journals")).hasSize(1);
    assertThat(redmine.creates()).isEqualTo(creates);
  }

  private void await(Predicate<Link> condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (store.find(KEY).filter(condition).isEmpty()) {
      assertThat(System.nanoTime()).as(() -> store.find(KEY).toString()).isLessThan(end);
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
    }
  }
}
