package io.aramaki.agent.check.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.aramaki.agent.check.CheckDefinition.Builtin;
import io.aramaki.agent.check.CheckOutcome;
import io.aramaki.agent.check.Status;
import io.aramaki.agent.metric.Host;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BuiltinRunnerTest {
  private static final Host HOST = new Host();
  private final BuiltinRunner runner = new BuiltinRunner(HOST, Clock.systemUTC(), System::nanoTime);

  private CheckOutcome run(String id, String... arguments) {
    var map = new java.util.HashMap<String, String>();
    for (int i = 0; i < arguments.length; i += 2) {
      map.put(arguments[i], arguments[i + 1]);
    }
    return runner.run(new Builtin(id, Map.copyOf(map)), Duration.ofSeconds(5));
  }

  @Test
  void arguments_areWrong_unknownWithReason() {
    assertThat(run("nosuch").output()).contains("there is no built-in check \"nosuch\"");
    assertThat(run("load", "wran", "1").output()).contains("no argument \"wran\"");
    assertThat(run("load", "warn", "1,2").output()).contains("one range or three");
    assertThat(run("memory", "warn", "x").output()).contains("no range");
    assertThat(run("tcp").output()).contains("needs the argument \"port\"");
    assertThat(run("tcp", "port", "70000").output()).contains("from 1 to 65535");
    assertThat(run("http", "url", "ftp://x").output()).contains("http or https");
    assertThat(run("disk", "path", "/no/such").output()).contains("nothing is mounted");
    assertThat(run("http", "url", ":").status()).isEqualTo(Status.UNKNOWN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"load", "memory", "disk", "swap", "processes"})
  void hostCheck_withoutThresholds_isOkAndMeasures(String id) {
    CheckOutcome outcome = run(id);
    assertThat(outcome.status()).as(outcome.output()).isEqualTo(Status.OK);
    assertThat(outcome.perfdata()).isNotEmpty();
  }

  @Test
  void hostCheck_beyondThreshold_isWarningOrCritical() {
    assertThat(run("memory", "warn", "@0:100").status()).isEqualTo(Status.WARNING);
    assertThat(run("processes", "crit", "@0:").status()).isEqualTo(Status.CRITICAL);
    assertThat(run("load", "warn", "1000,@0:,1000").status()).isEqualTo(Status.WARNING);
    assertThat(run("processes", "name", "java", "crit", "1:").status()).isEqualTo(Status.OK);
    assertThat(run("processes", "name", "nosuchprogram", "crit", "1:").status())
        .isEqualTo(Status.CRITICAL);
  }

  @Test
  void tcp_listening_okAndRefusedCritical() throws IOException {
    int port;
    try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      port = server.getLocalPort();
      assertThat(run("tcp", "port", Integer.toString(port)).status()).isEqualTo(Status.OK);
    }
    CheckOutcome refused = run("tcp", "port", Integer.toString(port));
    assertThat(refused.status()).isEqualTo(Status.CRITICAL);
    assertThat(refused.output()).contains("refused");
  }

  @Test
  void http_statuses_areJudged() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
    server.createContext(
        "/",
        exchange -> {
          int status = Integer.parseInt(exchange.getRequestURI().getPath().substring(1));
          byte[] body = "hello world".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    try {
      String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
      assertThat(run("http", "url", url + "200").status()).isEqualTo(Status.OK);
      assertThat(run("http", "url", url + "404").status()).isEqualTo(Status.WARNING);
      assertThat(run("http", "url", url + "500").status()).isEqualTo(Status.CRITICAL);
      assertThat(run("http", "url", url + "404", "expect-status", "404").status())
          .isEqualTo(Status.OK);
      assertThat(run("http", "url", url + "200", "expect-body", "moon").status())
          .isEqualTo(Status.CRITICAL);
      assertThat(run("http", "url", url + "200", "warn", "@0:").status()).isEqualTo(Status.WARNING);
    } finally {
      server.stop(0);
    }
  }
}
