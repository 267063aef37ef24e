package io.aramaki.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.aramaki.gateway.grpc.call.PersonCalls;
import io.aramaki.gateway.testing.GatewayFixture;
import io.aramaki.inventory.v1.Run;
import io.aramaki.inventory.v1.WatchRunResponse;
import io.aramaki.kit.app.Environment;
import io.aramaki.kit.grpc.error.Errors;
import io.grpc.Status.Code;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The output of a run on its way from inventory to a reader at the people's door.
@Timeout(60)
final class RunStreamTest {
  private static final String WATCH = "io.aramaki.inventory.v1.RunService/WatchRun";
  private static final String PATH = "/v1/orgs/-/actions/restart/runs/r1:watch";

  @TempDir Path directory;
  private GatewayFixture gateway;

  @BeforeEach
  void open() {
    gateway = new GatewayFixture(directory, Environment.system());
  }

  @AfterEach
  void close() {
    gateway.close();
  }

  @Test
  void output_arrivesPieceByPieceWhileTheActionRuns() throws Exception {
    var firstWasRead = new CountDownLatch(1);
    gateway.script().stream(
        WATCH,
        (_, out) -> {
          out.send(state(Run.State.STARTED));
          out.send(output("first\n"));
          assertThat(firstWasRead.await(20, TimeUnit.SECONDS)).isTrue();
          out.send(output("second\n"));
          out.send(state(Run.State.SUCCEEDED));
        });

    try (BufferedReader lines = lines(watch())) {
      assertThat(lines.readLine()).contains("\"STARTED\"");
      assertThat(lines.readLine()).isEqualTo("{\"output\":\"Zmlyc3QK\"}");
      firstWasRead.countDown();
      assertThat(lines.readLine()).isEqualTo("{\"output\":\"c2Vjb25kCg==\"}");
      assertThat(lines.readLine()).contains("\"SUCCEEDED\"");
      assertThat(lines.readLine()).isNull();
    }
  }

  @Test
  void silence_isToldByAnEmptyLine() throws Exception {
    var go = new CountDownLatch(1);
    gateway.script().stream(
        WATCH,
        (_, out) -> {
          out.send(state(Run.State.STARTED));
          assertThat(go.await(50, TimeUnit.SECONDS)).isTrue();
        });

    try (BufferedReader lines = lines(watch())) {
      assertThat(lines.readLine()).contains("\"STARTED\"");
      long silent = System.nanoTime();
      assertThat(lines.readLine()).isEmpty();
      assertThat(Duration.ofNanos(System.nanoTime() - silent))
          .isBetween(PersonCalls.SILENCE.dividedBy(2), PersonCalls.SILENCE.multipliedBy(2));
      go.countDown();
    }
  }

  @Test
  void refusal_beforeTheFirstMessage_hasItsOwnStatus() throws Exception {
    gateway.script().stream(
        WATCH,
        (_, _) -> {
          throw Errors.of(Code.NOT_FOUND, "RUN_NOT_FOUND", "there is no run r1");
        });

    HttpResponse<InputStream> answer = watch();

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(new String(answer.body().readAllBytes(), StandardCharsets.UTF_8))
        .contains("RUN_NOT_FOUND");
  }

  @Test
  void failure_inTheMiddle_isTheLastLine() throws Exception {
    gateway.script().stream(
        WATCH,
        (_, out) -> {
          out.send(output("first\n"));
          throw Errors.of(Code.DATA_LOSS, "OUTPUT_LOST", "the output is gone");
        });

    try (BufferedReader lines = lines(watch())) {
      lines.readLine();
      assertThat(lines.readLine()).startsWith("{\"error\":").contains("OUTPUT_LOST");
      assertThat(lines.readLine()).isNull();
    }
  }

  /// Services end a stream with the internal token with which it was opened.
  @Test
  void streamThatEndsWithItsToken_isOpenedAgainWithoutRepeatingOutput() throws Exception {
    var again = new AtomicBoolean();
    gateway.script().stream(
        WATCH,
        (_, out) -> {
          out.send(output("one\n"));
          if (!again.getAndSet(true)) {
            throw Errors.of(Code.UNAUTHENTICATED, "CREDENTIALS_EXPIRED", "the token has ended");
          }
          out.send(output("two\n"));
        });

    String all;
    try (InputStream body = watch().body()) {
      all = new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }

    assertThat(all.lines().filter(line -> line.contains("b25lCg=="))).hasSize(1);
    assertThat(all).contains("dHdvCg==").doesNotContain("error");
  }

  @Test
  void reader_thatLeaves_endsTheStreamOfTheService() throws Exception {
    var cancelled = new AtomicBoolean();
    gateway.script().stream(
        WATCH,
        (_, out) -> {
          out.send(output("first\n"));
          try {
            new CountDownLatch(1).await();
          } finally {
            cancelled.set(out.isCancelled());
          }
        });
    try (BufferedReader lines = lines(watch())) {
      lines.readLine();
    }

    await().atMost(Duration.ofSeconds(20)).untilTrue(cancelled);
  }

  private HttpResponse<InputStream> watch() throws IOException, InterruptedException {
    return gateway
        .http()
        .send(gateway.asAlice(PATH).build(), HttpResponse.BodyHandlers.ofInputStream());
  }

  private static BufferedReader lines(HttpResponse<InputStream> answer) {
    return new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
  }

  private static Message state(Run.State state) {
    return WatchRunResponse.newBuilder().setRun(Run.newBuilder().setState(state)).build();
  }

  private static Message output(String text) {
    return WatchRunResponse.newBuilder().setOutput(ByteString.copyFromUtf8(text)).build();
  }
}
