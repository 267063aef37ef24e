package io.aramaki.bench.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpConnectionTest {
  private final List<String> seen = new ArrayList<>();
  private HttpServer server;
  private URI uri;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
    server.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          String token = exchange.getRequestHeaders().getFirst("Authorization");
          seen.add(exchange.getRequestURI() + " " + token + " " + body);
          boolean bad = body.equals("bad");
          if (body.equals("last")) {
            exchange.getResponseHeaders().set("Connection", "close");
          }
          // Zero means chunks, of unknown number.
          int status = body.equals("much") ? 503 : 204;
          exchange.sendResponseHeaders(bad ? 400 : status, bad ? 0 : -1);
          if (bad) {
            exchange.getResponseBody().write("out of bounds".getBytes(StandardCharsets.UTF_8));
          }
          exchange.close();
        });
    server.start();
    uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private static Bytes body(String text) {
    var bytes = new Bytes();
    bytes.ascii(text);
    return bytes;
  }

  @Test
  void post_refused_saysWhy() throws IOException {
    try (var connection = HttpConnection.open(uri, Map.of(), null)) {
      assertThatThrownBy(() -> connection.post("/write", body("bad")))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("400")
          .hasMessageContaining("out of bounds");
    }
  }

  @Test
  void post_serverSaysThatItCloses_isOver() throws IOException {
    try (var connection = HttpConnection.open(uri, Map.of(), null)) {
      connection.post("/write", body("first"));
      assertThat(connection.isOver()).isFalse();

      connection.post("/write", body("last"));

      assertThat(connection.isOver()).isTrue();
    }
  }

  @Test
  void post_tooMuch_isToldApart() throws IOException {
    try (var connection = HttpConnection.open(uri, Map.of(), null)) {
      assertThatThrownBy(() -> connection.post("/write", body("much")))
          .isInstanceOf(HttpConnection.Overloaded.class)
          .hasMessageContaining("503");
    }
  }

  @Test
  void post_afterARefusal_goesOn() throws IOException {
    try (var connection = HttpConnection.open(uri, Map.of(), null)) {
      // Given
      assertThatThrownBy(() -> connection.post("/write", body("bad")))
          .isInstanceOf(IOException.class);

      // When
      connection.post("/write", body("good"));

      // Then
      assertThat(seen).hasSize(2);
    }
  }

  @Test
  void post_twice_sendsHeadersAndBodies() throws IOException {
    try (var connection = HttpConnection.open(uri, Map.of("Authorization", "Bearer x"), null)) {
      // When
      connection.post("/write?a=b", body("one"));
      connection.post("/other", body(""));
    }

    // Then
    assertThat(seen).containsExactly("/write?a=b Bearer x one", "/other Bearer x ");
  }
}
