package io.aramaki.alerting.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.alerting.domain.Alerting;
import io.aramaki.alerting.domain.MemoryBookStore;
import io.aramaki.alerting.domain.Receivers;
import io.aramaki.alerting.domain.StateChange;
import io.aramaki.alerting.domain.alert.AlertKey;
import io.aramaki.alerting.domain.alert.Problem;
import io.aramaki.alerting.domain.alert.Severity;
import io.aramaki.alerting.domain.dispatch.Notification.Progress;
import io.aramaki.alerting.domain.notify.Channel;
import io.aramaki.alerting.domain.route.Route;
import io.aramaki.alerting.domain.route.Timers;
import io.aramaki.alerting.engine.Sink.Heard;
import io.aramaki.alerting.notify.webhook.WebhookChannel;
import io.aramaki.kit.app.Environment;
import io.aramaki.kit.cassandra.StorageUnavailable;
import io.aramaki.kit.http.guard.Guard;
import io.aramaki.kit.http.guard.GuardConfig;
import io.aramaki.kit.http.outbound.Outbound;
import io.aramaki.kit.telemetry.Metrics;
import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The engine and webhooks against receivers on a bad day: nothing is lost, and what comes twice
/// has the same key.
@Timeout(60)
class DeliveryTest {
  private static final Duration TIMEOUT = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Timers TIMERS =
      new Timers(Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofHours(4));

  private final MemoryBookStore.Rows rows = new MemoryBookStore.Rows();
  private final List<AutoCloseable> open = new ArrayList<>();
  private Sink sink;
  private long seq;

  @BeforeEach
  void start() throws IOException {
    sink = new Sink();
  }

  @AfterEach
  void stop() throws Exception {
    for (var one : open) {
      one.close();
    }
    sink.close();
  }

  @Test
  void receiver_thatIsWell_hearsOfTheProblemAndOfItsEndOnceEach() {
    // Given
    var engine = engine(Map.of("ops", webhook(sink)));

    // When
    critical(engine, "http");
    await(() -> sink.heard().size() == 1);
    ok(engine, "http");
    await(() -> sink.heard().size() == 2);

    // Then
    awaitNothingUnderWay(engine);
    assertThat(sink.heard()).extracting(Heard::status).containsExactly("firing", "resolved");
    assertThat(sink.heard()).extracting(Heard::key).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 400, 401, 404, 409, 410, 429, 500, 502, 503})
  void receiver_thatSaysNoTwice_isToldUntilItSaysYes_withTheSameKey(int status) {
    // Given
    sink.answer(status, status);
    var engine = engine(Map.of("ops", webhook(sink)));

    // When
    critical(engine, "http");

    // Then
    await(() -> sink.heard().size() == 3);
    awaitNothingUnderWay(engine);
    assertThat(sink.heard()).extracting(Heard::key).containsOnly(sink.heard().getFirst().key());
    assertThat(notification(engine).attempts()).isEqualTo(3);
  }

  @Test
  void receiver_thatHangsAfterItTookTheMessage_isToldOnceMore_withTheSameKey() {
    // Given
    sink.answer(Sink.HANG);
    var engine = engine(Map.of("ops", webhook(sink)));

    // When
    critical(engine, "http");

    // Then
    await(() -> sink.heard().size() == 2);
    awaitNothingUnderWay(engine);
    assertThat(sink.heard().getFirst()).isEqualTo(sink.heard().getLast());
  }

  @Test
  void receiver_thatIsDown_isToldWhenItIsBack() throws IOException {
    // Given
    int port = sink.port();
    var engine = engine(Map.of("ops", webhook(sink)));
    sink.close();
    critical(engine, "http");
    await(() -> notificationOf(engine).filter(one -> one.attempts() >= 2).isPresent());

    // When
    sink = new Sink(port);

    // Then
    await(() -> sink.heard().size() == 1);
    awaitNothingUnderWay(engine);
  }

  @Test
  void receiver_thatHearsOfAProblemThatIsOverMeanwhile_isNotToldThatItStands() {
    // Given
    sink.answer(500);
    var engine = engine(Map.of("ops", webhook(sink)));
    critical(engine, "http");
    await(() -> sink.heard().size() == 1);

    // When
    ok(engine, "http");

    // Then
    await(() -> sink.heard().getLast().status().equals("resolved"));
    awaitNothingUnderWay(engine);
  }

  @Test
  void receiver_thatHangs_holdsUpNoOther() throws IOException {
    // Given
    var quick = new Sink();
    open.add(quick);
    sink.answer(Sink.HANG, Sink.HANG, Sink.HANG, Sink.HANG);
    var engine = engine(Map.of("ops", webhook(sink), "quick", webhook(quick)));

    // When
    for (int i = 0; i < 20; i++) {
      critical(engine, "check" + i);
    }

    // Then
    await(() -> quick.heard().size() == 20);
  }

  @Test
  void senderThatIsReplacedBeforeTheAnswer_isFollowedByOneMessageWithTheSameKey() {
    // Given
    sink.answer(Sink.HANG);
    var first = engine(Map.of("ops", webhook(sink)));
    critical(first, "http");
    await(() -> sink.heard().size() == 1);

    // When
    var second = engine(Map.of("ops", webhook(sink)));

    // Then
    await(() -> sink.heard().size() == 2);
    awaitNothingUnderWay(second);
    assertThat(sink.heard().getFirst()).isEqualTo(sink.heard().getLast());
  }

  /// So many it is told once more when this process dies now (P6).
  @Test
  void storeThatDoesNotTakeWhatWasSent_receiverIsToldOnlySoMuchMore() {
    // Given
    int problems = 3 * Sender.SENDS_PER_RECEIVER;
    var refused = new AtomicInteger();
    rows.beforeSent(() -> {
      refused.incrementAndGet();
      throw new StorageUnavailable("the test refuses to write what was sent", false, null);
    });
    var engine = engine(Map.of("ops", webhook(sink, PATIENCE)));

    // When
    for (int i = 0; i < problems; i++) {
      critical(engine, "check" + i);
    }

    // Then
    await(() -> refused.get() >= 2 * Sender.SENDS_PER_RECEIVER);
    assertThat(sink.heard()).hasSize(Sender.SENDS_PER_RECEIVER);

    // When
    rows.beforeSent(() -> {});

    // Then
    await(() -> sink.heard().size() >= problems);
    awaitNothingUnderWay(engine);
    assertThat(sink.heard()).extracting(Heard::key).hasSize(problems).doesNotHaveDuplicates();
  }

  private Engine engine(Map<String, Channel> channels) {
    var below = new ArrayList<Route>();
    var tells = new java.util.TreeMap<String, Boolean>();
    for (var name : new java.util.TreeSet<>(channels.keySet())) {
      below.add(
          new Route(
              "{}/" + below.size(), name, List.of(), List.of("check"), TIMERS, true, List.of()));
      tells.put(name, true);
    }
    var root = new Route("{}", "ops", List.of(), List.of("check"), TIMERS, false, below);
    var engine =
        new Engine(
            _ -> rows.takeOver(),
            book -> new Alerting(book, root, new Receivers(tells)),
            new Receiving(channels, (_, _) -> {}),
            Environment.system());
    open.add(engine);
    engine.acquired(0, 1);
    return engine;
  }

  private static Channel webhook(Sink to) {
    return webhook(to, TIMEOUT);
  }

  private static Channel webhook(Sink to, Duration timeout) {
    var limits = GuardConfig.defaults().withTimeout(timeout.multipliedBy(3));
    var guard = Guard.create("webhook", limits, new Metrics());
    var outbound = new Outbound("webhook", timeout, timeout, OpenTelemetry.noop()).guardedBy(guard);
    return new WebhookChannel(to.url(), URI.create("https://aramaki.test"), outbound);
  }

  private void critical(Engine engine, String check) {
    take(engine, check, Optional.of(new Problem(Severity.CRITICAL, "output", Map.of(), "")));
  }

  private void ok(Engine engine, String check) {
    take(engine, check, Optional.empty());
  }

  private void take(Engine engine, String check, Optional<Problem> problem) {
    var key = new AlertKey("orgs/o/systems/web", "orgs/o/checks/" + check, "orgs/o/agents/host1");
    engine.take(List.of(new StateChange(0, ++seq, key, true, problem, "output", "")));
  }

  private static io.aramaki.alerting.domain.dispatch.Notification notification(Engine engine) {
    return notificationOf(engine).orElseThrow();
  }

  private static Optional<io.aramaki.alerting.domain.dispatch.Notification> notificationOf(
      Engine engine) {
    return engine.read((_, book) -> book.notifications().stream().findFirst());
  }

  private static void awaitNothingUnderWay(Engine engine) {
    await(() ->
        engine.read((_, book) ->
            book.notifications().stream()
                .allMatch(one -> one.progress() instanceof Progress.Sent)));
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(end);
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
    }
  }
}
