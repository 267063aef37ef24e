package io.aramaki.monitoring.domain.promql.peer;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A real Prometheus as a child process that only holds what it is sent.
public final class PrometheusServer implements AutoCloseable {
  private static final Duration START_MOST = Duration.ofMinutes(1);
  private static final long LOOK_EVERY_MS = 50;

  private final Process process;
  private final URI base;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final PromDoor door;

  private PrometheusServer(Process process, int port) {
    this.process = process;
    this.base = URI.create("http://127.0.0.1:" + port);
    this.door = new PromDoor(client, base, "/api/v1/write", Map.of());
  }

  /// Starts one that keeps its files in a directory, and waits until it serves.
  public static PrometheusServer start(Path directory) throws IOException, InterruptedException {
    int port = freePort();
    Path config = directory.resolve("prometheus.yml");
    Files.writeString(config, "global: {evaluation_interval: 1m}\n");
    var process =
        new ProcessBuilder(
                "prometheus",
                "--config.file=" + config,
                "--storage.tsdb.path=" + directory.resolve("data"),
                "--storage.tsdb.retention.time=100y",
                "--web.listen-address=127.0.0.1:" + port,
                "--web.enable-remote-write-receiver",
                "--log.level=error")
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("prometheus.log").toFile())
            .start();
    var server = new PrometheusServer(process, port);
    try {
      server.awaitReady();
      return server;
    } catch (IOException | InterruptedException | RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private void awaitReady() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + START_MOST.toNanos();
    while (!isReady()) {
      if (process.waitFor(LOOK_EVERY_MS, TimeUnit.MILLISECONDS)) {
        throw new IOException("prometheus ended with " + process.exitValue());
      }
      if (System.nanoTime() > deadline) {
        throw new IOException("prometheus was not ready within " + START_MOST);
      }
    }
  }

  private boolean isReady() throws InterruptedException {
    try {
      var request = HttpRequest.newBuilder(base.resolve("/-/ready")).build();
      return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException _) {
      return false;
    }
  }

  /// Its HTTP API.
  public PromDoor door() {
    return door;
  }

  @Override
  public void close() {
    client.close();
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
