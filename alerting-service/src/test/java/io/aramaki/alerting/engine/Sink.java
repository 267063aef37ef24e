package io.aramaki.alerting.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// A receiver over a real socket that writes down what it was told, and does as the test says.
final class Sink implements AutoCloseable {
  /// Takes the message, and never answers.
  static final int HANG = -1;

  private static final int HANG_SECONDS = 60;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final CountDownLatch ended = new CountDownLatch(1);
  private final Deque<Integer> answers = new ArrayDeque<>();
  private final List<Heard> heard = new ArrayList<>();
  private final HttpServer server;

  /// A message.
  record Heard(String key, String status) {}

  Sink() throws IOException {
    this(0);
  }

  Sink(int port) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::take);
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + port() + "/");
  }

  int port() {
    return server.getAddress().getPort();
  }

  /// The next messages meet these statuses; those after them 200.
  synchronized void answer(Integer... statuses) {
    answers.addAll(List.of(statuses));
  }

  synchronized List<Heard> heard() {
    return List.copyOf(heard);
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode body = JSON.readTree(exchange.getRequestBody());
      int status;
      synchronized (this) {
        heard.add(
            new Heard(
                exchange.getRequestHeaders().getFirst("Idempotency-Key"),
                body.path("status").asText()));
        status = answers.isEmpty() ? 200 : answers.remove();
      }
      if (status == HANG) {
        hang();
      } else {
        exchange.sendResponseHeaders(status, -1);
      }
    }
  }

  private void hang() {
    try {
      var _ = ended.await(HANG_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    ended.countDown();
    server.stop(0);
  }
}
