package io.aramaki.kit.discovery;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/// The contract against a real Consul in development mode; the program `consul` must be on the
/// `PATH`.
@Tag("consul")
final class RealConsulTest extends ConsulContract {
  private static final List<String> PORTS =
      List.of("http", "server", "serf-lan", "serf-wan", "dns", "grpc", "grpc-tls");
  private static final int READY_POLLS_MAX = 300;

  @TempDir
  static @SuppressWarnings("NullAway.Init") Path directory;

  private static @SuppressWarnings("NullAway.Init") Process consul;
  private static @SuppressWarnings("NullAway.Init") URI url;

  @BeforeAll
  static void startConsul() throws IOException, InterruptedException {
    var command =
        new ArrayList<>(List.of("consul", "agent", "-dev", "-bind=127.0.0.1", "-client=127.0.0.1"));
    List<Integer> free = freePorts(PORTS.size());
    for (int i = 0; i < PORTS.size(); i++) {
      command.add("-" + PORTS.get(i) + "-port=" + free.get(i));
    }
    url = URI.create("http://127.0.0.1:" + free.getFirst());
    File log = directory.resolve("consul.log").toFile();
    consul = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start();
    awaitLeader();
  }

  @AfterAll
  static void stopConsul() throws InterruptedException {
    consul.destroy();
    if (!consul.waitFor(10, TimeUnit.SECONDS)) {
      consul.destroyForcibly();
    }
  }

  @Override
  URI url() {
    return url;
  }

  private static void awaitLeader() throws InterruptedException {
    try (var client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build()) {
      for (int i = 0; i < READY_POLLS_MAX && consul.isAlive(); i++) {
        if (hasLeader(client)) {
          return;
        }
        boolean _ = consul.waitFor(100, TimeUnit.MILLISECONDS);
      }
    }
    throw new IllegalStateException("consul has no leader; see " + directory);
  }

  private static boolean hasLeader(HttpClient client) throws InterruptedException {
    try {
      var request = HttpRequest.newBuilder(url.resolve("/v1/status/leader")).build();
      var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      return answer.statusCode() == 200 && answer.body().contains(":");
    } catch (IOException _) {
      return false;
    }
  }

  private static List<Integer> freePorts(int count) throws IOException {
    var sockets = new ArrayList<ServerSocket>();
    try {
      for (int i = 0; i < count; i++) {
        sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      return sockets.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      for (ServerSocket socket : sockets) {
        socket.close();
      }
    }
  }
}
