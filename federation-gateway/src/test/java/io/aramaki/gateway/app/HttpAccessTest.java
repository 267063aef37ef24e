package io.aramaki.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.gateway.grpc.call.Backend;
import io.aramaki.gateway.grpc.route.Route;
import io.aramaki.gateway.grpc.route.Routes;
import io.aramaki.gateway.testing.ExamplePaths;
import io.aramaki.gateway.testing.GatewayFixture;
import io.aramaki.gateway.testing.Wire;
import io.aramaki.gateway.web.write.WriteSite;
import io.aramaki.kit.app.Environment;
import io.aramaki.kit.security.tls.TlsContexts;
import io.aramaki.kit.security.tls.TlsIdentity;
import io.aramaki.monitoring.v1.QueryInstantResponse;
import io.aramaki.type.v1.Role;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every address of the people's door times every kind of caller. The rows come from the running
/// door, the services behind it check as they do in earnest, and `http-access.txt` says what is
/// expected.
final class HttpAccessTest {
  /// Who asks.
  private enum Caller {
    /// Nobody in particular.
    NOBODY,
    /// Shows a client certificate of another organisation.
    FOREIGN,
    /// Shows a client certificate that has ended.
    EXPIRED,
    /// Shows the certificate of one of our agents: this door does not know agents.
    AGENT,
    /// Has a session, but the internal token is for another RPC.
    MISLED,
    VIEWER,
    /// Writer of the whole organisation: sends samples and sees nothing.
    WRITER,
    /// Operator of another system than the one that is asked for.
    ELSEWHERE,
    ADMIN
  }

  private static final Map<String, Route> REST =
      Routes.of(Backend.allServices()).all().stream()
          .collect(Collectors.toMap(Route::toString, Function.identity()));

  @TempDir static Path directory;
  private static GatewayFixture gateway;
  private static final Map<Caller, HttpClient> CLIENTS = new EnumMap<>(Caller.class);

  @BeforeAll
  static void open() {
    gateway = new GatewayFixture(directory, Environment.system());
    gateway
        .people()
        .grant("misled", Role.ADMIN)
        .grant("viewer", Role.VIEWER)
        .grant("writer", Role.WRITER)
        .grant("elsewhere", Role.OPERATOR, "elsewhere")
        .grant("admin", Role.ADMIN)
        .password("admin", "right");
    gateway
        .script()
        .answer(
            "io.aramaki.monitoring.v1.QueryService/QueryInstant",
            QueryInstantResponse.newBuilder().setType(QueryInstantResponse.Type.VECTOR).build());
    for (Caller caller : Caller.values()) {
      CLIENTS.put(caller, client(caller));
    }
  }

  private static HttpClient client(Caller caller) {
    return switch (caller) {
      case FOREIGN -> showing(gateway.org().foreignAgent("host1"));
      case EXPIRED -> showing(gateway.org().expiredAgent("host1"));
      case AGENT -> showing(gateway.org().agent("host1"));
      default -> gateway.http();
    };
  }

  private static HttpClient showing(TlsIdentity identity) {
    return GatewayFixture.client(TlsContexts.mutual(identity));
  }

  @AfterAll
  static void close() {
    gateway.close();
  }

  @Test
  void everyRoute_answersEveryCallerAsTheTableSays() throws Exception {
    var actual = new TreeMap<String, List<String>>();
    for (String route : gateway.app().routes()) {
      var cells = new ArrayList<String>();
      for (Caller caller : Caller.values()) {
        cells.add(Integer.toString(status(route, caller)));
      }
      actual.put(route, cells);
    }

    List<String> columns = Arrays.stream(Caller.values()).map(Enum::name).toList();
    assertThat(AccessTable.read("http-access.txt").differences(columns, actual))
        .as("differences")
        .isEmpty();
  }

  @Test
  void routes_ofEveryRpcWithAnHttpOption_areServed() {
    assertThat(gateway.app().routes()).containsAll(REST.keySet());
  }

  private static int status(String route, Caller caller) throws Exception {
    String verb = route.substring(0, route.indexOf(' '));
    Route rest = REST.get(route);
    String path = path(route.substring(verb.length() + 1));
    Optional<String> named = rest == null ? Optional.empty() : inBody(rest);
    String query =
        verb.equals("GET")
            ? named.map(field -> "?" + field + "=orgs/-/systems/web").orElse("")
            : WriteSite.PATHS.contains(path) ? "?system=web" : "";
    if (path.startsWith("/api/v1/") && !WriteSite.PATHS.contains(path)) {
      query = "?query=1&start=0&end=1&step=1&match%5B%5D=up";
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(gateway.url() + path + query))
            .timeout(Duration.ofSeconds(20));
    who(caller, request);
    switch (verb) {
      case "GET" -> request.GET();
      case "DELETE" -> request.DELETE();
      default -> {
        if (WriteSite.PATHS.contains(path)) {
          samples(path, request);
          break;
        }
        boolean form = rest == null && !path.equals("/login");
        request.header(
            "Content-Type", form ? "application/x-www-form-urlencoded" : "application/json");
        request.method(
            verb,
            BodyPublishers.ofString(
                form
                    ? form(path)
                    : rest == null
                        ? "{\"user\":\"admin\",\"password\":\"right\"}"
                        : json(rest, named)));
      }
    }
    HttpClient client = java.util.Objects.requireNonNull(CLIENTS.get(caller));
    HttpResponse<InputStream> answer =
        client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    answer.body().close();
    return answer.statusCode();
  }

  /// One sample, in the form that each of the doors takes.
  private static void samples(String path, HttpRequest.Builder request) {
    long now = System.currentTimeMillis();
    if (path.startsWith("/v1/")) {
      String time = now + "000000";
      request
          .header("Content-Type", "application/json")
          .POST(
              BodyPublishers.ofString(
                  "{\"resourceMetrics\":[{\"scopeMetrics\":[{\"metrics\":[{\"name\":\"m\",\"gauge\":"
                      + "{\"dataPoints\":[{\"asInt\":1,\"timeUnixNano\":\""
                      + time
                      + "\"}]}}]}]}]}"));
    } else {
      Wire series = Wire.series("__name__", "m").nested(2, Wire.sample(1, now));
      request
          .header("Content-Type", "application/x-protobuf")
          .POST(BodyPublishers.ofByteArray(Wire.snappy(Wire.message().nested(1, series).bytes())));
    }
  }

  /// What the page's form sends.
  private static String form(String path) {
    return switch (path.substring(path.lastIndexOf('/') + 1)) {
      case "acknowledge", "resolve" -> "comment=c&etag=e";
      case "silence" -> "hours=1&reason=r&request_id=1";
      case "notes", "comment" -> "text=t&request_id=1";
      case "run" -> "p.unit=u&request_id=1";
      default -> "";
    };
  }

  /// A logout ends a session, hence it is made anew.
  private static void who(Caller caller, HttpRequest.Builder request) {
    String user = caller.name().toLowerCase(java.util.Locale.ROOT);
    switch (caller) {
      case NOBODY, FOREIGN, EXPIRED, AGENT -> request.header("Origin", gateway.url());
      case MISLED -> {
        gateway.people().misdirectedSession("session-of-" + user, user);
        session(user, request);
      }
      case VIEWER, WRITER, ELSEWHERE, ADMIN -> {
        gateway.people().session("session-of-" + user, user, user);
        session(user, request);
      }
    }
  }

  private static void session(String user, HttpRequest.Builder request) {
    request.header("Cookie", "__Host-aramaki=session-of-" + user).header("Origin", gateway.url());
  }

  private static String path(String template) {
    return ExamplePaths.of(template)
        .replaceAll("orgs/x\\d+", "orgs/-")
        .replaceAll("\\bx\\d+\\b", GatewayFixture.SYSTEM);
  }

  /// Answers the field that says which system is meant, if the path does not say it.
  private static Optional<String> inBody(Route route) {
    String field = route.access().getResourceField();
    return field.isEmpty() || route.template().fields().contains(field)
        ? Optional.empty()
        : Optional.of(field);
  }

  private static String json(Route route, Optional<String> named) {
    if (named.isEmpty() || route.body().isEmpty()) {
      return route.body().isEmpty() ? "" : "{}";
    }
    String field = named.get();
    if (field.startsWith(route.body() + ".")) {
      field = field.substring(route.body().length() + 1);
    }
    String[] parts = field.split("\\.", -1);
    var json = new StringBuilder("\"orgs/-/systems/web\"");
    for (int i = parts.length - 1; i >= 0; i--) {
      json.insert(0, "{\"" + parts[i] + "\":").append('}');
    }
    return json.toString();
  }
}
