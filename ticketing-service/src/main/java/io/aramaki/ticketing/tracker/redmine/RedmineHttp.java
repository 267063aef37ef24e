package io.aramaki.ticketing.tracker.redmine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aramaki.kit.app.Redacted;
import io.aramaki.kit.http.outbound.Outbound;
import io.aramaki.kit.http.outbound.OutboundFailure;
import io.aramaki.kit.http.outbound.OutboundRequest;
import io.aramaki.kit.http.outbound.OutboundResponse;
import io.aramaki.ticketing.domain.tracker.TrackerFailure;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Redmine's dialect of HTTP: what each status means for us.
final class RedmineHttp {
  /// The wait after 429 if Redmine (or a proxy before it) does not say how long.
  static final Duration RATE_LIMIT_WAIT = Duration.ofSeconds(30);

  /// The longest wait that a tracker may ask for.
  static final Duration RATE_LIMIT_WAIT_MAX = Duration.ofHours(1);

  static final ObjectMapper JSON = new ObjectMapper();

  private final Outbound outbound;
  private final URI url;
  private final Redacted key;

  RedmineHttp(Outbound outbound, URI url, Redacted key) {
    this.outbound = outbound;
    this.url = url;
    this.key = key;
  }

  JsonNode get(String path) {
    return read("GET", send("GET", path, ""));
  }

  /// The answer, or empty if there is no such thing.
  Optional<JsonNode> find(String path) {
    try {
      return Optional.of(get(path));
    } catch (TrackerFailure.Gone _) {
      return Optional.empty();
    }
  }

  JsonNode post(String path, ObjectNode body) {
    return read("POST", send("POST", path, body.toString()));
  }

  void put(String path, ObjectNode body) {
    var _ = send("PUT", path, body.toString());
  }

  private OutboundResponse send(String method, String path, String body) {
    var headers =
        new HashMap<String, String>(
            Map.of("X-Redmine-API-Key", key.reveal(), "Accept", "application/json"));
    if (!body.isEmpty()) {
      headers.put("Content-Type", "application/json");
    }
    var response = exchange(new OutboundRequest(method, URI.create(url + path), headers, body));
    if (response.status() >= 300) {
      throw failure(method, response);
    }
    return response;
  }

  private OutboundResponse exchange(OutboundRequest request) {
    try {
      return outbound.exchange(request);
    } catch (OutboundFailure.NotSent failure) {
      throw new TrackerFailure.Unavailable(failure.reason());
    } catch (OutboundFailure.NoAnswer failure) {
      throw lost(request.method(), failure.reason());
    } catch (OutboundFailure failure) {
      throw new IllegalStateException(failure);
    }
  }

  /// What no answer means: a question may be asked again.
  private static TrackerFailure lost(String method, String why) {
    return method.equals("GET")
        ? new TrackerFailure.Unavailable(why)
        : new TrackerFailure.UnknownOutcome(why);
  }

  private static TrackerFailure failure(String method, OutboundResponse response) {
    int status = response.status();
    var words = "Redmine answered %d%s".formatted(status, errors(response.body()));
    return switch (status) {
      case 401, 403 -> new TrackerFailure.BadCredential(words);
      case 404, 410 -> new TrackerFailure.Gone(words);
      case 408, 409, 425 -> new TrackerFailure.Unavailable(words);
      case 429 -> new TrackerFailure.RateLimited(words, wait(response));
      default -> {
        if (status < 500) {
          yield new TrackerFailure.Refused(words);
        }
        yield lost(method, words);
      }
    };
  }

  private static Duration wait(OutboundResponse response) {
    try {
      var asked =
          response
              .header("retry-after")
              .map(text -> Duration.ofSeconds(Long.parseLong(text.strip())));
      var wait = asked.orElse(RATE_LIMIT_WAIT);
      return wait.compareTo(RATE_LIMIT_WAIT_MAX) > 0 || wait.isNegative()
          ? RATE_LIMIT_WAIT_MAX
          : wait;
    } catch (NumberFormatException _) {
      return RATE_LIMIT_WAIT;
    }
  }

  /// What Redmine says is wrong: `{"errors":["Subject cannot be blank"]}`.
  private static String errors(String body) {
    try {
      var errors = JSON.readTree(body).path("errors");
      return errors.isEmpty() ? "" : ": " + errors;
    } catch (JsonProcessingException _) {
      return "";
    }
  }

  private static JsonNode read(String method, OutboundResponse response) {
    try {
      return response.body().isBlank() ? JSON.createObjectNode() : JSON.readTree(response.body());
    } catch (JsonProcessingException _) {
      var words = "Redmine answered %d without JSON".formatted(response.status());
      throw lost(method, words);
    }
  }
}
