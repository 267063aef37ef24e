package io.aramaki.cli.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// The gateway's REST interface, as the command line needs it. Field names are those of the protos.
public final class Api {
  /// After which a request without an answer is given up.
  static final Duration TIMEOUT = Duration.ofSeconds(30);

  /// The most pages that one list takes; with 1,000 rows each.
  static final int PAGES_MAX = 100;

  public static final ObjectMapper JSON = new ObjectMapper();

  private final Connection connection;
  private final HttpClient http;

  private Api(Connection connection, HttpClient http) {
    this.connection = connection;
    this.http = http;
  }

  /// Opens the interface by a connection.
  public static Api open(Connection connection) {
    var http =
        HttpClient.newBuilder()
            .sslContext(Trust.only(connection.ca()))
            .connectTimeout(Duration.ofSeconds(5))
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    return new Api(connection, http);
  }

  /// Reads a resource or a page.
  public JsonNode get(String path, Map<String, String> query) throws IOException {
    return send(request(path + queryString(query)).GET());
  }

  /// Creates a resource, or does something to one.
  public JsonNode post(String path, JsonNode body) throws IOException {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
  }

  /// Deletes a resource.
  public JsonNode delete(String path) throws IOException {
    return send(request(path).DELETE());
  }

  /// All rows of a list over its pages.
  public ArrayNode list(String path, String field, Map<String, String> query) throws IOException {
    return list(path, field, query, _ -> {});
  }

  /// All rows of a list over its pages.
  ///
  /// @param reader sees each page, for what it says of the list as a whole
  public ArrayNode list(
      String path, String field, Map<String, String> query, Consumer<JsonNode> reader)
      throws IOException {
    var rows = JSON.createArrayNode();
    var token = "";
    for (int page = 0; page < PAGES_MAX; page++) {
      var parameters = new java.util.TreeMap<>(query);
      parameters.put("page_size", "1000");
      parameters.put("page_token", token);
      var answer = get(path, parameters);
      answer.path(field).forEach(rows::add);
      reader.accept(answer);
      token = answer.path("next_page_token").asText("");
      if (token.isEmpty()) {
        break;
      }
    }
    return rows;
  }

  /// Reads a stream of one JSON object a line until it ends.
  public void follow(String path, Consumer<JsonNode> reader) throws IOException {
    var request = builder(path).header("Accept", "application/x-ndjson").GET().build();
    var response = exchange(request, HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      if (response.statusCode() >= 300) {
        throw refusal(
            response.statusCode(), new String(body.readAllBytes(), StandardCharsets.UTF_8));
      }
      try (var lines =
          new java.io.BufferedReader(new java.io.InputStreamReader(body, StandardCharsets.UTF_8))) {
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
          if (!line.isBlank()) {
            var object = JSON.readTree(line);
            if (object.has("error")) {
              throw refusal(object.path("error").path("code").asInt(500), line);
            }
            reader.accept(object);
          }
        }
      }
    }
  }

  /// An empty JSON object.
  public static ObjectNode object() {
    return JSON.createObjectNode();
  }

  /// Logs in with a password and makes an API token with the person's own rights.
  ///
  /// @param purpose what the token is for, for people
  public static String login(URI url, Path ca, String user, String password, String purpose)
      throws IOException {
    var api = open(new Connection(url, "none", ca));
    var body = object().put("user", user).put("password", password);
    var login =
        HttpRequest.newBuilder(URI.create(url + "/login"))
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .header("Accept", "application/json")
            .header("Origin", url.toString())
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
            .build();
    var response = api.exchange(login, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    var cookie = response.headers().firstValue("Set-Cookie").map(value -> value.split(";", 2)[0]);
    if (response.statusCode() >= 400 || cookie.isEmpty()) {
      throw refusal(response.statusCode(), response.body());
    }
    var request =
        HttpRequest.newBuilder(URI.create(url + "/v1/orgs/-/apiTokens"))
            .timeout(TIMEOUT)
            .header("Cookie", cookie.get())
            .header("Origin", url.toString())
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    object().put("display_name", purpose).toString()));
    return api.send(request).path("token").asText();
  }

  private JsonNode send(HttpRequest.Builder request) throws IOException {
    var response =
        exchange(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    if (response.statusCode() >= 300) {
      throw refusal(response.statusCode(), response.body());
    }
    return response.body().isBlank() ? object() : JSON.readTree(response.body());
  }

  private <T> HttpResponse<T> exchange(HttpRequest request, HttpResponse.BodyHandler<T> handler)
      throws IOException {
    try {
      return http.send(request, handler);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private HttpRequest.Builder request(String path) {
    return builder(path).timeout(TIMEOUT);
  }

  private HttpRequest.Builder builder(String path) {
    return HttpRequest.newBuilder(URI.create(connection.url() + path))
        .header("Authorization", "Bearer " + connection.token());
  }

  private static ApiException refusal(int status, String body) {
    try {
      var answer = JSON.readTree(body);
      var error = answer.path("error");
      if (error.isTextual()) {
        return new ApiException(status, answer.path("errorType").asText(""), error.asText());
      }
      var message = error.path("message").asText("");
      return new ApiException(
          status, error.path("reason").asText(""), message.isEmpty() ? "HTTP " + status : message);
    } catch (IOException _) {
      return new ApiException(status, "", "HTTP " + status);
    }
  }

  private static String queryString(Map<String, String> query) {
    var set =
        query.entrySet().stream()
            .filter(entry -> !entry.getValue().isEmpty())
            .map(entry ->
                entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return set.isEmpty() ? "" : "?" + set;
  }
}
