package io.aramaki.bench.read;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// A server's HTTP interface, for reading. The same client asks all servers.
public final class Door implements AutoCloseable {
  private static final Duration CONNECT_MAX = Duration.ofSeconds(5);
  private static final Duration ANSWER_MAX = Duration.ofMinutes(5);
  private static final int STATUS_ERROR = 300;
  private static final int ERROR_TEXT_MAX = 1_000;

  private final URI base;
  private final Map<String, String> headers;
  private final @Nullable SSLContext tls;
  private final HttpClient http;

  /// A door that nobody has knocked at yet.
  ///
  /// @param base scheme, host and port
  /// @param headers of each request
  /// @param tls how to trust the server; null for plain HTTP
  public Door(URI base, Map<String, String> headers, @Nullable SSLContext tls) {
    this.base = base;
    this.headers = Map.copyOf(headers);
    this.tls = tls;
    var builder =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT_MAX);
    if (tls != null) {
      builder.sslContext(tls);
    }
    http = builder.build();
  }

  /// A door without encryption on this machine.
  public static Door local(int port) {
    return new Door(URI.create("http://127.0.0.1:" + port), Map.of(), null);
  }

  public URI uri(String path) {
    return base.resolve(path);
  }

  public Map<String, String> headers() {
    return headers;
  }

  public @Nullable SSLContext tls() {
    return tls;
  }

  /// Asks and answers the body, to be read by the caller.
  ///
  /// @throws IOException if the status is not one of success; the message has the server's text
  public InputStream get(String path, Map<String, String> query) throws IOException {
    return send("GET", path, query);
  }

  /// Asks, reads the answer to its end and answers it as text.
  public String text(String path, Map<String, String> query) throws IOException {
    return text("GET", path, query);
  }

  /// The same by POST without a body.
  public String post(String path, Map<String, String> query) throws IOException {
    return text("POST", path, query);
  }

  private String text(String method, String path, Map<String, String> query) throws IOException {
    try (InputStream body = send(method, path, query)) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /// True if the path is there.
  public boolean has(String path) throws IOException {
    return exchange(request("GET", path, Map.of()), HttpResponse.BodyHandlers.discarding())
            .statusCode()
        < STATUS_ERROR;
  }

  private InputStream send(String method, String path, Map<String, String> query)
      throws IOException {
    HttpResponse<InputStream> response =
        exchange(request(method, path, query), HttpResponse.BodyHandlers.ofInputStream());
    if (response.statusCode() >= STATUS_ERROR) {
      try (InputStream body = response.body()) {
        String text = new String(body.readNBytes(ERROR_TEXT_MAX), StandardCharsets.UTF_8);
        throw new IOException(
            "%s was answered with %d: %s".formatted(path, response.statusCode(), text.strip()));
      }
    }
    return response.body();
  }

  private HttpRequest request(String method, String path, Map<String, String> query) {
    String parameters =
        query.entrySet().stream()
            .map(entry ->
                entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    var builder =
        HttpRequest.newBuilder(base.resolve(parameters.isEmpty() ? path : path + "?" + parameters))
            .timeout(ANSWER_MAX)
            .method(method, HttpRequest.BodyPublishers.noBody());
    headers.forEach(builder::header);
    return builder.build();
  }

  private <T> HttpResponse<T> exchange(HttpRequest request, HttpResponse.BodyHandler<T> handler)
      throws IOException {
    try {
      return http.send(request, handler);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted: " + e);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
