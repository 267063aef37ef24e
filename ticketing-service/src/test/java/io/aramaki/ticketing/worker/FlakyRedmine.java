package io.aramaki.ticketing.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// As much of Redmine as the adapter uses, over a real socket, with bad days on demand.
public final class FlakyRedmine implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int HANG_SECONDS = 60;

  /// What a create meets.
  public sealed interface Fault {
    /// An answer, before or after the issue was made.
    record Answer(int status, boolean made) implements Fault {}

    /// The issue is made, and no answer comes.
    record Hang() implements Fault {}

    /// The issue is made, and the connection is closed.
    record Close() implements Fault {}

    /// No answer comes, and the issue is made when the test says so.
    record Late() implements Fault {}

    /// Whether the issue is made at once.
    default boolean makes() {
      return switch (this) {
        case Answer answer -> answer.made();
        case Hang _, Close _ -> true;
        case Late _ -> false;
      };
    }
  }

  private final CountDownLatch ended = new CountDownLatch(1);
  private final Deque<Fault> faults = new ArrayDeque<>();
  private final List<ObjectNode> issues = new ArrayList<>();
  private final List<JsonNode> late = new ArrayList<>();
  private final HttpServer server;
  private String login = "bot";
  private int creates;

  public FlakyRedmine() throws IOException {
    this(0);
  }

  public FlakyRedmine(int port) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + port());
  }

  public int port() {
    return server.getAddress().getPort();
  }

  /// The next create meets this.
  public synchronized void meet(Fault fault) {
    faults.add(fault);
  }

  /// Makes the issues of creates that were late.
  public synchronized void carryOut() {
    late.forEach(this::make);
    late.clear();
  }

  /// Whose key ours is from now on; empty for a key that nobody has.
  public synchronized void knowUsAs(String user) {
    login = user;
  }

  /// How many creates came.
  public synchronized int creates() {
    return creates;
  }

  public synchronized List<JsonNode> issues() {
    return List.copyOf(issues);
  }

  public synchronized List<String> statuses() {
    return issues.stream().map(issue -> issue.path("status").path("name").asText()).toList();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var body = exchange.getRequestBody().readAllBytes();
      var request = body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
      var path = exchange.getRequestURI().getPath();
      switch (exchange.getRequestMethod() + " " + path.replaceFirst("[0-9]+", "N")) {
        case "GET /users/current.json" -> whoAmI(exchange);
        case "POST /issues.json" -> create(exchange, request.path("issue"));
        case "GET /issues.json" -> send(exchange, 200, find(exchange.getRequestURI().getQuery()));
        case "GET /issues/N.json" -> get(exchange, id(path));
        case "PUT /issues/N.json" -> change(exchange, id(path), request.path("issue"));
        default -> send(exchange, 404, "");
      }
    }
  }

  private void whoAmI(HttpExchange exchange) throws IOException {
    String user;
    synchronized (this) {
      user = login;
    }
    var body = JSON.createObjectNode();
    body.putObject("user").put("login", user);
    send(exchange, user.isEmpty() ? 401 : 200, user.isEmpty() ? "" : body.toString());
  }

  private void create(HttpExchange exchange, JsonNode wanted) throws IOException {
    Optional<Fault> fault;
    var body = JSON.createObjectNode();
    synchronized (this) {
      creates++;
      fault = Optional.ofNullable(faults.poll());
      if (fault.map(Fault::makes).orElse(true)) {
        body.set("issue", make(wanted));
      }
      if (fault.filter(Fault.Late.class::isInstance).isPresent()) {
        late.add(wanted);
      }
    }
    switch (fault.orElse(new Fault.Answer(201, true))) {
      case Fault.Answer(int status, boolean _) -> {
        exchange.getResponseHeaders().set("Retry-After", "1");
        send(exchange, status, status == 201 ? body.toString() : "{\"errors\":[\"bad day\"]}");
      }
      case Fault.Hang _, Fault.Late _ -> hang();
      case Fault.Close _ -> exchange.close();
    }
  }

  private ObjectNode make(JsonNode wanted) {
    var issue = JSON.createObjectNode();
    issue.put("id", issues.size() + 1);
    issue.put("marker", wanted.path("custom_fields").path(0).path("value").asText());
    issue.set("custom_fields", wanted.path("custom_fields"));
    issue.put("updated_on", "1");
    issue.putArray("journals");
    move(issue, 1);
    issues.add(issue);
    return issue;
  }

  private synchronized String find(String query) {
    var wanted = List.of(query.split("&", -1));
    var body = JSON.createObjectNode();
    var found = body.putArray("issues");
    issues.stream()
        .filter(issue -> wanted.contains("cf_1=" + issue.path("marker").asText()))
        .forEach(found::add);
    return body.toString();
  }

  private void get(HttpExchange exchange, int id) throws IOException {
    String body;
    synchronized (this) {
      body = JSON.createObjectNode().set("issue", issues.get(id - 1)).toString();
    }
    send(exchange, 200, body);
  }

  private void change(HttpExchange exchange, int id, JsonNode wanted) throws IOException {
    synchronized (this) {
      var issue = issues.get(id - 1);
      if (wanted.has("status_id")) {
        move(issue, wanted.path("status_id").asInt());
      }
      issue.withArray("journals").addObject().put("notes", wanted.path("notes").asText());
    }
    send(exchange, 204, "");
  }

  private static void move(ObjectNode issue, int status) {
    var name =
        switch (status) {
          case 3 -> "Resolved";
          case 5 -> "Closed";
          default -> "New";
        };
    issue.putObject("status").put("id", status).put("name", name).put("is_closed", status == 5);
  }

  private static int id(String path) {
    return Integer.parseInt(path.replaceAll("[^0-9]", ""));
  }

  private void hang() {
    try {
      var _ = ended.await(HANG_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    ended.countDown();
    server.stop(0);
  }
}
