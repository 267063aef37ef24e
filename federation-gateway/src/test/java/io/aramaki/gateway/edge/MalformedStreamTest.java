package io.aramaki.gateway.edge;

import static io.aramaki.gateway.edge.DoorFixture.OBSERVE;
import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.gateway.testing.AgentClient.AgentCall;
import io.aramaki.gateway.testing.ScriptedUpstream.UpstreamCall;
import io.aramaki.kit.security.tls.TlsContexts;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.TrustOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What no gRPC library would send, over plain HTTP/2.
final class MalformedStreamTest {
  private static final int WAIT_SECONDS = 10;

  @TempDir private Path directory;
  private DoorFixture fixture;
  private Vertx vertx;
  private HttpClient http;

  @BeforeEach
  void open() throws Exception {
    fixture = new DoorFixture(directory);
    vertx = Vertx.vertx();
    TlsContexts tls = TlsContexts.mutual(fixture.org.agent("evil"));
    http =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setSsl(true)
                .setUseAlpn(true)
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setKeyCertOptions(KeyCertOptions.wrap(tls.keyManager().orElseThrow()))
                .setTrustOptions(TrustOptions.wrap(tls.trustManager())));
  }

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(WAIT_SECONDS, TimeUnit.SECONDS);
    fixture.close();
  }

  @Test
  void frameWithAWrongFlag_endsThisStreamAndNoOther() throws Exception {
    // Given another stream of another agent
    AgentCall good = fixture.client(fixture.org.agent("good")).call(OBSERVE);
    UpstreamCall upstream = fixture.monitoring.nextCall().request(1);

    // When
    Map<String, String> answer = exchange("application/grpc", new byte[] {9, 0, 0, 0, 1, 1}, false);

    // Then
    assertThat(answer)
        .containsEntry("grpc-status", "3")
        .containsEntry(
            "grpc-message", "a%20frame%27s%20first%20byte%20is%200%20or%201%2C%20not%209");
    good.send(new byte[] {4});
    assertThat(upstream.next()).isEqualTo(new byte[] {4});
  }

  @Test
  void frameOverTheLimit_isRefusedByItsPrefix() throws Exception {
    Map<String, String> answer = exchange("application/grpc", new byte[] {0, 0, 17, 0, 1}, false);

    assertThat(answer).containsEntry("grpc-status", "8");
    assertThat(answer.get("grpc-message")).contains("1114113%20bytes");
  }

  @Test
  void streamThatEndsWithinAFrame_isRefused() throws Exception {
    Map<String, String> answer =
        exchange("application/grpc", new byte[] {0, 0, 0, 0, 9, 1, 2}, true);

    assertThat(answer).containsEntry("grpc-status", "3");
    assertThat(fixture.monitoring.nextCall()).isNotNull();
  }

  @Test
  void compressedFrame_withoutEncoding_isRefused() throws Exception {
    Map<String, String> answer = exchange("application/grpc", new byte[] {1, 0, 0, 0, 0}, false);

    assertThat(answer).containsEntry("grpc-status", "3");
  }

  @ParameterizedTest
  @CsvSource({"text/html,415", "application/json,415", "application/grp,415"})
  void requestThatIsNoGrpc_isRefused(String contentType, String status) throws Exception {
    assertThat(exchange(contentType, new byte[0], true)).containsEntry(":status", status);
  }

  @Test
  void http1_isRefused() throws Exception {
    TlsContexts tls = TlsContexts.mutual(fixture.org.agent("old"));
    HttpClient old =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setSsl(true)
                .setKeyCertOptions(KeyCertOptions.wrap(tls.keyManager().orElseThrow()))
                .setTrustOptions(TrustOptions.wrap(tls.trustManager())));

    int status =
        old.request(options())
            .compose(request -> request.send())
            .map(response -> response.statusCode())
            .toCompletionStage()
            .toCompletableFuture()
            .get(WAIT_SECONDS, TimeUnit.SECONDS);

    assertThat(status).isEqualTo(505);
  }

  @Test
  void manyMalformedStreams_leaveTheDoorUsable() throws Exception {
    for (int i = 0; i < 100; i++) {
      byte[] garbage = new byte[50 + i];
      new java.util.Random(i).nextBytes(garbage);
      garbage[0] = (byte) (2 + i % 100);
      assertThat(exchange("application/grpc", garbage, i % 2 == 0))
          .containsEntry("grpc-status", "3");
    }
    while (fixture.monitoring.hasCall()) {
      fixture.monitoring.nextCall();
    }

    AgentCall good = fixture.client(fixture.org.agent("good")).call(OBSERVE);
    good.send(new byte[] {5});

    UpstreamCall upstream = fixture.monitoring.nextCall();
    while (!String.valueOf(upstream.header("aramaki-agent")).endsWith("/good")) {
      upstream = fixture.monitoring.nextCall();
    }
    assertThat(upstream.request(1).next()).isEqualTo(new byte[] {5});
  }

  private RequestOptions options() {
    List<String> address = List.of(fixture.door.address().split(":", -1));
    return new RequestOptions()
        .setMethod(HttpMethod.POST)
        .setServer(
            SocketAddress.inetSocketAddress(Integer.parseInt(address.get(1)), address.get(0)))
        .setHost("gateway.aramaki.internal")
        .setPort(443)
        .setURI("/" + OBSERVE);
  }

  /// Sends a body and answers status, headers and trailers.
  private Map<String, String> exchange(String contentType, byte[] body, boolean end)
      throws Exception {
    var answer = new CompletableFuture<Map<String, String>>();
    http.request(options())
        .onFailure(answer::completeExceptionally)
        .onSuccess(request -> send(request, contentType, body, end, answer));
    return answer.get(WAIT_SECONDS, TimeUnit.SECONDS);
  }

  private static void send(
      HttpClientRequest request,
      String contentType,
      byte[] body,
      boolean end,
      CompletableFuture<Map<String, String>> answer) {
    request.exceptionHandler(answer::completeExceptionally);
    request.putHeader("content-type", contentType).putHeader("te", "trailers").setChunked(true);
    request
        .response()
        .onFailure(answer::completeExceptionally)
        .onSuccess(response -> {
          var all = new TreeMap<String, String>();
          all.put(":status", Integer.toString(response.statusCode()));
          response.headers().forEach(all::put);
          response.endHandler(_ -> {
            response.trailers().forEach(all::put);
            answer.complete(all);
          });
          response.exceptionHandler(answer::completeExceptionally);
        });
    if (body.length > 0) {
      request.write(Buffer.buffer(body));
    }
    if (end) {
      request.end();
    } else if (body.length == 0) {
      request.sendHead();
    }
  }
}
