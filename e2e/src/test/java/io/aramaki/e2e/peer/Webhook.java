package io.aramaki.e2e.peer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/// Receives notifications in the payload of Alertmanager and keeps them.
public final class Webhook implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// One that came.
  ///
  /// @param key the header `Idempotency-Key`
  /// @param traceparent the header of that name
  /// @param body the payload
  /// @param nanos when it came, of this process's monotonic clock
  public record Received(String key, String traceparent, JsonNode body, long nanos) {
    /// `firing` or `resolved`.
    public String status() {
      return body.path("status").asText();
    }

    /// True if it is about the check.
    public boolean isAbout(String check) {
      return body.path("groupLabels").path("check").asText().endsWith(check);
    }
  }

  private final HttpServer server;
  private final List<Received> received = new CopyOnWriteArrayList<>();

  /// Starts it.
  public Webhook() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            var headers = exchange.getRequestHeaders();
            received.add(
                new Received(
                    String.valueOf(headers.getFirst("Idempotency-Key")),
                    String.valueOf(headers.getFirst("traceparent")),
                    JSON.readTree(exchange.getRequestBody().readAllBytes()),
                    System.nanoTime()));
            exchange.sendResponseHeaders(204, -1);
          }
        });
    server.start();
  }

  /// Where notifications go.
  public URI url() {
    return URI.create("http://127.0.0.1:%d/hook".formatted(server.getAddress().getPort()));
  }

  /// What came so far about a check, in order.
  public List<Received> about(String check) {
    return received.stream().filter(one -> one.isAbout(check)).toList();
  }

  /// What came so far.
  public List<Received> all() {
    return List.copyOf(received);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
