package io.aramaki.monitoring.domain.promql.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// A server that speaks the HTTP API of Prometheus and takes remote_write 1.0.
public final class PromDoor {
  private static final Duration REQUEST_MOST = Duration.ofMinutes(1);

  private final HttpClient client;
  private final URI base;
  private final String writePath;
  private final Map<String, String> headers;

  /// @param writePath where it takes remote_write
  /// @param headers of every request
  public PromDoor(HttpClient client, URI base, String writePath, Map<String, String> headers) {
    this.client = client;
    this.base = base;
    this.writePath = writePath;
    this.headers = Map.copyOf(headers);
  }

  private HttpRequest.Builder request(String path) {
    var request = HttpRequest.newBuilder(base.resolve(path)).timeout(REQUEST_MOST);
    headers.forEach(request::header);
    return request;
  }

  /// Writes all samples, one slice of time after another.
  ///
  /// @param slices the ends of the slices, in order
  public void write(List<PeerSeries> series, List<Long> slices)
      throws IOException, InterruptedException {
    long from = Long.MIN_VALUE;
    for (long to : slices) {
      var request =
          request(writePath)
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

  /// Asks a question.
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
        request(question.isInstant() ? "/api/v1/query" : "/api/v1/query_range")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form))
            .build();
    try {
      return Answer.parse(client.send(request, BodyHandlers.ofString()).body());
    } catch (IOException e) {
      throw new UncheckedIOException("asked " + question, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asked " + question, e);
    }
  }

  private static String seconds(long millis) {
    return millis / 1000 + "." + String.format("%03d", millis % 1000);
  }
}
