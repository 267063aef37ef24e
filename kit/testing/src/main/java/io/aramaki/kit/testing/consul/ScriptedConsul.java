package io.aramaki.kit.testing.consul;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// A Consul agent's HTTP interface as far as we use it, with Consul's semantics: `X-Consul-Index`,
/// blocking queries, TTL expiry, critical instances left out of `?passing`. It can also misbehave
/// as a test asks.
public final class ScriptedConsul implements AutoCloseable {
  private static final String SERVICE = "/v1/health/service/";
  private static final String DEREGISTER = "/v1/agent/service/deregister/";
  private static final String CHECK = "/v1/agent/check/";

  /// What the next requests meet.
  public enum Fault {
    ERROR_500,
    DROP,
    GARBAGE,
    HANG
  }

  private final ObjectMapper json = new ObjectMapper();
  private final HttpServer server;
  private final AtomicInteger faults = new AtomicInteger();
  private volatile Fault fault = Fault.ERROR_500;

  /// What it knows.
  public final ScriptedCatalogue catalogue = new ScriptedCatalogue();

  /// What was asked for, as `method path?query`.
  public final List<String> requests = new CopyOnWriteArrayList<>();

  /// The ACL tokens that came with the requests.
  public final List<String> tokens = new CopyOnWriteArrayList<>();

  /// Starts on loopback.
  ///
  /// @param port 0 takes a free one
  public ScriptedConsul(int port) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  /// Where it answers.
  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /// Lets the next requests fail, and those that wait for a change.
  public void failNext(int times, Fault how) {
    fault = how;
    faults.set(times);
    catalogue.interruptWaiting();
  }

  /// How many of them have not happened yet.
  public int faultsLeft() {
    return faults.get();
  }

  private void handle(HttpExchange exchange) throws IOException {
    requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
    String token = exchange.getRequestHeaders().getFirst("X-Consul-Token");
    tokens.add(token == null ? "" : token);
    if (takeFault()) {
      misbehave(exchange);
    } else {
      String path = exchange.getRequestURI().getPath();
      if (path.startsWith(SERVICE)) {
        health(exchange, path.substring(SERVICE.length()));
      } else if (path.equals("/v1/agent/service/register")) {
        register(exchange);
      } else if (path.startsWith(DEREGISTER)) {
        boolean known = catalogue.deregister(path.substring(DEREGISTER.length()));
        answer(exchange, known ? 200 : 404, known ? "" : "Unknown service");
      } else if (path.startsWith(CHECK)) {
        check(exchange, path.substring(CHECK.length()));
      } else {
        answer(exchange, 404, "not scripted");
      }
    }
  }

  private boolean takeFault() {
    return faults.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
  }

  private void misbehave(HttpExchange exchange) throws IOException {
    switch (fault) {
      case ERROR_500 -> answer(exchange, 500, "No cluster leader");
      case GARBAGE -> {
        exchange.getResponseHeaders().set("X-Consul-Index", "7");
        answer(exchange, 200, "<html>captive portal</html>");
      }
      case HANG -> {
        catalogue.hang();
        exchange.close();
      }
      case DROP -> exchange.close();
    }
  }

  private void register(HttpExchange exchange) throws IOException {
    JsonNode body = json.readTree(exchange.getRequestBody().readAllBytes());
    JsonNode check = field(body, "Check");
    catalogue.register(
        new ScriptedCatalogue.Registered(
            field(body, "ID").asText(),
            field(body, "Name").asText(),
            field(body, "Address").asText(),
            field(body, "Port").asInt(),
            field(check, "CheckID").asText(),
            millis(field(check, "TTL").asText())),
        field(check, "Status").asText("critical"));
    answer(exchange, 200, "");
  }

  /// Finds a field whatever its case, as Go does, and insists that it is there.
  private static JsonNode field(JsonNode body, String name) throws IOException {
    for (Map.Entry<String, JsonNode> field : body.properties()) {
      if (field.getKey().equalsIgnoreCase(name)) {
        return field.getValue();
      }
    }
    throw new IOException("a registration without " + name + ": " + body);
  }

  private void check(HttpExchange exchange, String path) throws IOException {
    int slash = path.indexOf('/');
    String state = path.substring(0, slash).equals("pass") ? "passing" : "critical";
    boolean known = catalogue.update(path.substring(slash + 1), state);
    answer(exchange, known ? 200 : 404, known ? "" : "Unknown check ID");
  }

  private void health(HttpExchange exchange, String service) throws IOException {
    String query = String.valueOf(exchange.getRequestURI().getQuery());
    long index = parameter(query, "index", "0").transform(Long::parseLong);
    long wait = millis(parameter(query, "wait", "5m"));
    var answer = catalogue.healthy(service, index, wait);
    if (answer.interrupted() && takeFault()) {
      misbehave(exchange);
      return;
    }
    exchange.getResponseHeaders().set("X-Consul-Index", Long.toString(answer.index()));
    exchange.getResponseHeaders().set("X-Consul-KnownLeader", "true");
    exchange.getResponseHeaders().set("X-Consul-LastContact", "0");
    answer(exchange, 200, json.writeValueAsString(answer.instances()));
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getRequestBody().readAllBytes();
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  private static String parameter(String query, String name, String byDefault) {
    for (String one : query.split("&", -1)) {
      if (one.startsWith(name + "=")) {
        return one.substring(name.length() + 1);
      }
    }
    return byDefault;
  }

  private static long millis(String duration) {
    String number = duration.replaceAll("[a-z]+", "");
    long amount = Long.parseLong(number);
    return switch (duration.substring(number.length())) {
      case "ms" -> amount;
      case "s" -> amount * 1000;
      default -> amount * 60_000;
    };
  }

  @Override
  public void close() {
    catalogue.interruptWaiting();
    server.stop(0);
  }
}
