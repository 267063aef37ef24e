package io.aramaki.kit.http.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.kit.telemetry.Metrics;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Who gets which page of the plain door. `access.md` is the table; a new page must be added to it.
@Timeout(60)
final class AdminAccessTest {
  private static final String LOCAL = "localhost";
  private static final String EVIL = "evil.example";

  /// Who can come to a door on loopback.
  private enum Visitor {
    LOOPBACK_NAME("GET", LOCAL, ""),
    LOOPBACK_ADDRESS("GET", "127.0.0.1", ""),
    OTHER_HOST("GET", EVIL, ""),
    NAME_LIKE_LOOPBACK("GET", "127.0.0.1." + EVIL, ""),
    POST("POST", LOCAL, ""),
    BODY("GET", LOCAL, "Content-Length: 5\r\n\r\nhello"),
    /// It announces a body and waits to be told to send it.
    LARGE_BODY("GET", LOCAL, "Content-Length: 5000\r\n\r\n");

    private final String method;
    private final String host;
    private final String body;

    Visitor(String method, String host, String body) {
      this.method = method;
      this.host = host;
      this.body = body;
    }

    String request(String path, int port) {
      var head =
          "%s %s HTTP/1.1\r\nHost: %s:%d\r\nConnection: close\r\n"
              .formatted(method, path, host, port);
      return head + (body.isEmpty() ? "\r\n" : body);
    }
  }

  private final AdminServer server =
      AdminServer.start(
          HttpConfig.loopback(),
          Instance.started("monitoring", "m1", Clock.systemUTC()),
          new Health(),
          new Metrics());

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void everyPage_byEveryKindOfVisitor_isAsTheTableSays() throws IOException {
    assertThat(server.paths()).isNotEmpty();
    assertThat(table(server.paths())).isEqualTo(text("access.md"));
  }

  @Test
  void path_thatIsNoPage_isGivenToNobody() throws IOException {
    for (var visitor : Visitor.values()) {
      assertThat(status(visitor, "/admin")).as(visitor.name()).isNotEqualTo("200");
    }
  }

  private String table(List<String> paths) throws IOException {
    var visitors = Arrays.stream(Visitor.values()).map(Enum::name).toList();
    var lines = new ArrayList<String>();
    lines.add("| route | " + String.join(" | ", visitors) + " |");
    lines.add("|---" + "|---".repeat(visitors.size()) + "|");
    for (var path : paths) {
      var cells = new ArrayList<String>();
      for (var visitor : Visitor.values()) {
        cells.add(status(visitor, path));
      }
      lines.add("| GET " + path + " | " + String.join(" | ", cells) + " |");
    }
    return String.join("\n", lines) + "\n";
  }

  private String status(Visitor visitor, String path) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket
          .getOutputStream()
          .write(visitor.request(path, server.port()).getBytes(StandardCharsets.US_ASCII));
      var reader =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      return Objects.requireNonNull(reader.readLine(), "an answer").split(" ", -1)[1];
    }
  }

  private static String text(String resource) throws IOException {
    try (var stream = AdminAccessTest.class.getResourceAsStream(resource)) {
      return new String(
          Objects.requireNonNull(stream, resource).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
