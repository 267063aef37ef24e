package io.aramaki.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.aramaki.cli.api.Api;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `aramaki action run`: output while it runs, the state at the end, an exit code that says it.
final class ActionRunTest {
  private static final String ACTION = "orgs/ar1x/actions/restart";
  private static final String RUN = ACTION + "/runs/r1";
  private static final String WATCH = "GET /v1/" + RUN + ":watch";

  @TempDir Path directory;
  private ScriptedGateway gateway;

  @BeforeEach
  void open() throws Exception {
    gateway =
        new ScriptedGateway(directory)
            .on(
                "GET /v1/orgs/-/actions/restart",
                "{\"name\":\"" + ACTION + "\",\"system\":\"orgs/ar1x/systems/web\"}")
            .on("POST /v1/" + ACTION + ":run", "{\"name\":\"" + RUN + "\"}");
    ended("SUCCEEDED", ",\"exit_code\":0");
  }

  @AfterEach
  void close() {
    gateway.close();
  }

  @Test
  void output_isPrintedWhileTheActionStillRuns() {
    gateway.on(
        WATCH,
        200,
        out -> {
          line(out, state("STARTED"));
          line(out, output("first\n"));
          // Goes on only when the first line is on the terminal.
          await().atMost(Duration.ofSeconds(10)).until(() -> gateway.printed().equals("first\n"));
          line(out, "");
          line(out, output("second\n"));
          line(out, state("SUCCEEDED"));
        });

    int code = gateway.run("action", "run", "web", "restart", "-p", "unit=nginx");

    assertThat(code).as(gateway.complained()).isZero();
    assertThat(gateway.printed()).isEqualTo("first\nsecond\n");
    assertThat(gateway.complained())
        .contains("run r1", "-- STARTED", "-- SUCCEEDED")
        .endsWith("-- SUCCEEDED\n");
    assertThat(gateway.requests.get(1)).contains("\"parameters\":{\"unit\":\"nginx\"}");
  }

  @ParameterizedTest
  @CsvSource({
    "SUCCEEDED,0",
    "FAILED,4",
    "DENIED,4",
    "EXPIRED,4",
    "CANCELLED,4",
    "UNKNOWN,5",
  })
  void end_ofTheRun_givesTheExitCode(String state, int expected) {
    gateway.on(WATCH, 200, out -> line(out, state(state)));
    ended(state, ",\"error\":\"because of that\"");

    int code = gateway.run("action", "run", "web", "restart");

    assertThat(code).isEqualTo(expected);
    assertThat(gateway.complained()).contains("-- " + state, "because of that");
  }

  @Test
  void failedRun_saysTheExitCodeOfTheAction() {
    gateway.on(WATCH, 200, out -> line(out, output("oops\n")));
    ended("FAILED", ",\"exit_code\":17");

    int code = gateway.run("action", "run", "web", "restart");

    assertThat(code).isEqualTo(4);
    assertThat(gateway.complained()).contains("-- FAILED (exit code 17)");
  }

  @Test
  void character_thatIsCutBetweenTwoPieces_arrivesWhole() {
    byte[] bytes = "grün …\n".getBytes(StandardCharsets.UTF_8);
    gateway.on(
        WATCH,
        200,
        out -> {
          for (byte each : bytes) {
            line(out, output(new byte[] {each}));
          }
        });

    gateway.run("action", "run", "web", "restart");

    assertThat(gateway.printed()).isEqualTo("grün …\n");
  }

  @Test
  void connection_thatBreaks_isMadeAnewAndNothingIsPrintedTwice() {
    var attempts = new AtomicInteger();
    gateway.on(
        WATCH,
        200,
        out -> {
          line(out, output("one\n"));
          if (attempts.incrementAndGet() == 1) {
            throw new IOException("cut");
          }
          line(out, output("two\n"));
        });

    int code = gateway.run("action", "run", "web", "restart");

    assertThat(code).as(gateway.complained()).isZero();
    assertThat(gateway.printed()).isEqualTo("one\ntwo\n");
    assertThat(attempts).hasValue(2);
  }

  @Test
  void refusal_isSaidAndNothingIsWatched() {
    gateway.refuse("POST /v1/" + ACTION + ":run", 403, "NO_RIGHT", "the role OPERATOR is needed");

    int code = gateway.run("action", "run", "web", "restart");

    assertThat(code).isEqualTo(1);
    assertThat(gateway.complained()).contains("the role OPERATOR is needed", "user grant");
    assertThat(gateway.requests).noneMatch(request -> request.contains(":watch"));
  }

  @Test
  void refusalInTheMiddle_endsTheCommand() {
    gateway.on(
        WATCH,
        200,
        out -> {
          line(out, output("one\n"));
          line(out, "{\"error\":{\"code\":401,\"message\":\"the session has ended\"}}");
        });

    int code = gateway.run("action", "run", "web", "restart");

    assertThat(code).isEqualTo(1);
    assertThat(gateway.complained()).contains("the session has ended");
  }

  @Test
  void action_ofAnotherSystem_isNotRun() {
    int code = gateway.run("action", "run", "db", "restart");

    assertThat(code).isEqualTo(2);
    assertThat(gateway.complained()).contains("restart is an action of web, not of db");
    assertThat(gateway.requests).noneMatch(request -> request.startsWith("POST"));
  }

  @Test
  void json_isOneObjectAtTheEnd() throws Exception {
    gateway.on(WATCH, 200, out -> line(out, output("noise\n")));

    int code = gateway.run("action", "run", "web", "restart", "-o", "json");

    assertThat(code).isZero();
    assertThat(Api.JSON.readTree(gateway.printed()).path("state").asText()).isEqualTo("SUCCEEDED");
  }

  private void ended(String state, String more) {
    gateway.on(
        "GET /v1/" + RUN, "{\"name\":\"" + RUN + "\",\"state\":\"" + state + "\"" + more + "}");
  }

  private static String state(String state) {
    return "{\"run\":{\"state\":\"" + state + "\"}}";
  }

  private static String output(String text) {
    return output(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String output(byte[] bytes) {
    return "{\"output\":\"" + Base64.getEncoder().encodeToString(bytes) + "\"}";
  }

  private static void line(OutputStream out, String json) throws IOException {
    out.write((json + "\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
