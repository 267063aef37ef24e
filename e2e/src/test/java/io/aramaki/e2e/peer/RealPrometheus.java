package io.aramaki.e2e.peer;

import com.fasterxml.jackson.databind.JsonNode;
import io.aramaki.cli.api.Api;
import io.aramaki.e2e.instance.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Prometheus as Debian has it: scrapes itself every two seconds and writes what it scraped to an
/// address.
public final class RealPrometheus implements AutoCloseable {
  private static final Duration START_MAX = Duration.ofSeconds(60);
  private static final Duration END_MAX = Duration.ofSeconds(30);

  private final HttpClient client = HttpClient.newHttpClient();
  private final Process process;
  private final URI url;

  /// Starts it.
  ///
  /// @param directory for its files; made if it is missing
  /// @param writeTo the address of remote_write
  /// @param token shown there
  /// @param ca the authority of the certificate there
  public RealPrometheus(Path directory, URI writeTo, String token, Path ca) throws IOException {
    Files.createDirectories(directory);
    int port = freePort();
    url = URI.create("http://127.0.0.1:" + port);
    Path config = directory.resolve("prometheus.yml");
    Files.writeString(
        config,
        """
        global: {scrape_interval: 2s, scrape_timeout: 2s}
        scrape_configs:
          - job_name: itself
            static_configs: [{targets: ["127.0.0.1:%d"]}]
        remote_write:
          - url: %s
            authorization: {credentials: %s}
            tls_config: {ca_file: %s}
            queue_config: {batch_send_deadline: 1s}
        """
            .formatted(port, writeTo, token, ca));
    process =
        new ProcessBuilder(
                "prometheus",
                "--config.file=" + config,
                "--storage.tsdb.path=" + directory.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("prometheus.log").toFile())
            .start();
    Eventually.holds("prometheus scrapes itself", START_MAX, () -> query("up").size() == 1);
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /// The `result` of an instant query, or an empty one while it does not answer.
  public JsonNode query(String query) throws IOException, InterruptedException {
    var address = url + "/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8);
    try {
      var answer =
          client.send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString());
      return Api.JSON.readTree(answer.body()).path("data").path("result");
    } catch (java.net.ConnectException _) {
      return Api.JSON.createArrayNode();
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(END_MAX.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
