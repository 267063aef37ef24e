package io.aramaki.ticketing.tracker.redmine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.aramaki.kit.app.Redacted;
import io.aramaki.kit.http.outbound.Outbound;
import io.aramaki.ticketing.domain.tracker.Draft;
import io.aramaki.ticketing.domain.tracker.Note;
import io.aramaki.ticketing.domain.tracker.TrackerFailure;
import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a Redmine, or a proxy before it, does on a bad day, over a real socket.
class RedmineBadDaysTest {
  private static final Draft DRAFT = new Draft("aramaki-1", "t", "d", "warning");

  private HttpServer server;
  private final CountDownLatch ended = new CountDownLatch(1);

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  @AfterEach
  void stop() {
    ended.countDown();
    server.stop(0);
  }

  @ParameterizedTest
  @CsvSource({
    "401, BadCredential", "403, BadCredential", "404, Gone", "408, Unavailable", "409, Unavailable",
    "422, Refused", "429, RateLimited", "500, UnknownOutcome", "502, UnknownOutcome",
        "503, UnknownOutcome"
  })
  void create_answeredWithAnError_saysWhetherItMayBeRepeated(int status, String failure) {
    // Given
    answer(status, "{\"errors\":[\"Subject cannot be blank\"]}");

    // When / Then
    assertThatThrownBy(() -> tracker().create(DRAFT))
        .isInstanceOf(TrackerFailure.class)
        .satisfies(thrown -> assertThat(thrown.getClass().getSimpleName()).isEqualTo(failure))
        .hasMessageContaining("Redmine answered " + status)
        .hasMessageContaining("Subject cannot be blank");
  }

  @Test
  void search_answeredWith500_mayBeRepeated() {
    // Given
    answer(500, "");

    // When / Then
    assertThatThrownBy(() -> tracker().find("m")).isInstanceOf(TrackerFailure.Unavailable.class);
  }

  @Test
  void search_answeredWithAnIssueWithoutOurMarker_isRefused() {
    // Given a Redmine that does not know the filter
    answer(
        200,
        "{\"issues\":[{\"id\":7,\"custom_fields\":[{\"id\":1,\"value\":\"\"},{\"id\":2,\"value\":\"m\"}]}]}");

    // When / Then
    assertThatThrownBy(() -> tracker().find("m"))
        .isInstanceOf(TrackerFailure.Refused.class)
        .hasMessageContaining("#7")
        .hasMessageContaining("used as a filter");
  }

  @Test
  void rateLimit_withoutAWait_isGivenOne() {
    // Given
    answer(429, "");

    // When / Then
    assertThatThrownBy(() -> tracker().create(DRAFT))
        .isInstanceOfSatisfying(
            TrackerFailure.RateLimited.class,
            limited -> assertThat(limited.retryAfter()).isEqualTo(RedmineHttp.RATE_LIMIT_WAIT));
  }

  @Test
  void create_withoutAnAnswerInTime_hasAnUnknownOutcome() {
    // Given
    server.createContext("/", _ -> await());

    // When / Then
    assertThatThrownBy(() -> tracker().create(DRAFT))
        .isInstanceOf(TrackerFailure.UnknownOutcome.class);
  }

  @Test
  void create_whileNobodyListens_reachedNobody() {
    // Given
    var tracker = tracker();
    server.stop(0);

    // When / Then
    assertThatThrownBy(() -> tracker.create(DRAFT)).isInstanceOf(TrackerFailure.Unavailable.class);
  }

  @Test
  void create_answeredWithoutJson_isNotTakenForDone() {
    // Given
    answer(201, "<html>welcome to the proxy</html>");

    // When / Then
    assertThatThrownBy(() -> tracker().create(DRAFT))
        .isInstanceOf(TrackerFailure.UnknownOutcome.class);
  }

  @Test
  void create_thatCannotBeReadBack_isNotTakenForNotDone() {
    // Given
    server.createContext(
        "/",
        exchange ->
            answer(
                exchange,
                exchange.getRequestMethod().equals("POST") ? 201 : 500,
                "{\"issue\":{\"id\":7}}"));

    // When / Then
    assertThatThrownBy(() -> tracker().create(DRAFT))
        .isInstanceOf(TrackerFailure.UnknownOutcome.class)
        .hasMessageContaining("issue #7 was created");
  }

  @Test
  void note_thatRedmineDidNotWrite_isRefusedByWorkflow() {
    // Given
    answer(200, "{\"issue\":{\"id\":7,\"journals\":[]}}");

    // When / Then
    assertThatThrownBy(() -> tracker().comment("7", new Note("n", "text")))
        .isInstanceOf(TrackerFailure.RefusedByWorkflow.class);
  }

  @Test
  void note_thatIsThereAlready_isNotWrittenAgain() {
    // Given
    var puts = new AtomicInteger();
    server.createContext(
        "/",
        exchange -> {
          puts.addAndGet(exchange.getRequestMethod().equals("PUT") ? 1 : 0);
          answer(
              exchange,
              200,
              "{\"issue\":{\"id\":7,\"journals\":[{\"notes\":\"text [aramaki n]\"}]}}");
        });

    // When
    tracker().comment("7", new Note("n", "text"));

    // Then
    assertThat(puts).hasValue(0);
  }

  @ParameterizedTest
  @CsvSource({
    "</pre>!x.png!, < /pre>!x.png!",
    "</PRE>!x.png!, < /PRE>!x.png!",
    "</Pre >!x.png!, < /Pre >!x.png!",
    "< / pRe>!x.png!, <  / pRe>!x.png!",
    "</code>!x.png!, < /code>!x.png!",
    "<NoTextile>!x.png!, < NoTextile>!x.png!",
    "<b>5 < 6</b>, <b>5 < 6</b>"
  })
  void output_thatEndsItsLiteralBlock_staysInIt(String output, String shown) {
    // Given
    var bodies = new CopyOnWriteArrayList<String>();
    server.createContext(
        "/",
        exchange -> {
          if (exchange.getRequestMethod().equals("POST")) {
            bodies.add(
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          }
          answer(exchange, 201, "{\"issue\":{\"id\":7}}");
        });

    // When
    tracker().create(new Draft("aramaki-1", "t", output, "warning"));

    // Then
    assertThat(bodies).hasSize(1);
    assertThat(bodies.getFirst()).contains("\"description\":\"<pre>" + shown + "</pre>\"");
  }

  @Test
  void probe_withTheKeyOfSomebodyElse_isABadCredential() {
    // Given
    answer(200, "{\"user\":{\"login\":\"admin\"}}");

    // When / Then
    assertThatThrownBy(() -> tracker().probe())
        .isInstanceOf(TrackerFailure.BadCredential.class)
        .hasMessage("the key belongs to \"admin\" (configured: \"bot\")");
  }

  private void await() {
    try {
      ended.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void answer(int status, String body) {
    server.createContext("/", exchange -> answer(exchange, status, body));
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      var bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private RedmineTracker tracker() {
    var url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    var config =
        new RedmineConfig(
            url,
            Redacted.of("k"),
            "bot",
            "alerts",
            1,
            1,
            1,
            3,
            5,
            Map.of(),
            Duration.ofMillis(700));
    var outbound =
        new Outbound(
            "redmine", Duration.ofMillis(700), Duration.ofMillis(700), OpenTelemetry.noop());
    return new RedmineTracker("redmine", config, outbound);
  }
}
