package io.aramaki.monitoring.domain.promql.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A real Prometheus as a child process that only holds what it is sent.
public final class PrometheusServer implements AutoCloseable {
  private static final Duration START_MOST = Duration.ofMinutes(1);
  private static final Duration REQUEST_MOST = Duration.ofMinutes(1);
  private static final long LOOK_EVERY_MS = 50;

  private final Process process;
  private final URI base;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private PrometheusServer(Process process, int port) {
    this.process = process;
    this.base = URI.create("http://127.0.0.1:" + port);
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

  /// Writes all samples, one slice of time after another.
  public void write(List<PeerSeries> series) throws IOException, InterruptedException {
    long from = Long.MIN_VALUE;
    for (long to : DataSet.slices()) {
      var request =
          HttpRequest.newBuilder(base.resolve("/api/v1/write"))
              .timeout(REQUEST_MOST)
              .header("Content-Type", "application/x-protobuf")
              .header("Content-Encoding", "snappy")
              .header("X-Prometheus-Remote-Write-Version", "0.1.0")
              .POST(BodyPublishers.ofByteArray(RemoteWrite.body(series, from, to)))
              .build();
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      if (response.statusCode() / 100 != 2) {
        throw new IOException("remote write: " + response.statusCode() + " " + response.body());
      }
      from = to;
    }
  }

  /// Asks a question by the HTTP API.
  public Answer ask(Question question) {
    String form = "query=" + URLEncoder.encode(question.query(), StandardCharsets.UTF_8);
    form +=
        question.isInstant()
            ? "&time=" + seconds(question.start())
            : "&start="
                + seconds(question.start())
                + "&end="
                + seconds(question.end())
                + "&step="
                + seconds(question.step());
    var request =
        HttpRequest.newBuilder(
                base.resolve(question.isInstant() ? "/api/v1/query" : "/api/v1/query_range"))
            .timeout(REQUEST_MOST)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form))
            .build();
    try {
      return Answer.parse(client.send(request, BodyHandlers.ofString()).body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while Prometheus was asked " + question, e);
    }
  }

  private static String seconds(long millis) {
    return millis / 1000 + "." + String.format("%03d", millis % 1000);
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
