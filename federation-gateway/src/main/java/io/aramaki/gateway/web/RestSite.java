package io.aramaki.gateway.web;

import io.aramaki.gateway.grpc.call.Credential;
import io.aramaki.gateway.grpc.rest.Failure;
import io.aramaki.gateway.grpc.rest.RestCalls;
import io.aramaki.gateway.grpc.rest.RestCalls.Prepared;
import io.aramaki.gateway.grpc.rest.RestError;
import io.aramaki.gateway.grpc.route.BadInput;
import io.aramaki.gateway.grpc.route.Route;
import io.aramaki.gateway.grpc.route.Routes;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/// The REST interface, `/v1/…`.
public final class RestSite implements Site {
  private static final String JSON = "application/json";
  private static final String NDJSON = "application/x-ndjson; charset=utf-8";

  private final Routes routes;
  private final Credentials credentials;
  private final RestCalls calls;

  public RestSite(Routes routes, Credentials credentials, RestCalls calls) {
    this.routes = routes;
    this.credentials = credentials;
    this.calls = calls;
  }

  /// Answers all routes.
  public List<Route> routes() {
    return routes.all();
  }

  @Override
  public Answer answer(Ask ask) {
    return switch (find(ask)) {
      case Routes.Match.Unknown _ ->
          throw new Failure(
              404,
              "NOT_FOUND",
              "ROUTE_UNKNOWN",
              "there is no " + ask.path() + "; GET /api lists what there is");
      case Routes.Match.WrongVerb wrong ->
          error(
                  RestError.of(
                      405,
                      "UNIMPLEMENTED",
                      "METHOD_NOT_ALLOWED",
                      ask.path() + " takes " + String.join(", ", wrong.allowed())))
              .with("allow", String.join(", ", wrong.allowed()));
      case Routes.Match.Found found -> call(ask, found);
    };
  }

  private Routes.Match find(Ask ask) {
    try {
      return routes.find(ask.verb().equals("HEAD") ? "GET" : ask.verb(), ask.path());
    } catch (BadInput e) {
      throw new Failure(RestError.of(e));
    }
  }

  private Answer call(Ask ask, Routes.Match.Found found) {
    Credential who = credentials.require(ask);
    if (!ask.body().isBlank() && !ask.mediaType().equals(JSON)) {
      throw new Failure(
          415,
          "INVALID_ARGUMENT",
          "MEDIA_TYPE",
          "the body must be JSON with Content-Type: " + JSON);
    }
    Prepared prepared =
        calls.prepare(who, found.route(), found.variables(), parameters(ask), ask.body());
    return found.route().isStreaming()
        ? stream(prepared)
        : Answer.json(200, calls.call(prepared) + "\n");
  }

  private static Map<String, List<String>> parameters(Ask ask) {
    try {
      return ask.parameters();
    } catch (IllegalArgumentException _) {
      throw new Failure(
          400,
          "INVALID_ARGUMENT",
          "INVALID_QUERY",
          "the query is not percent-encoded as it should be");
    }
  }

  /// A line is a message, and an empty one is a sign of life. A failure before the first message
  /// still has its own status, since nothing was written; a later one is the last line.
  private Answer stream(Prepared prepared) {
    return new Answer.Streamed(
        200,
        Map.of("content-type", NDJSON),
        sink -> {
          var any = new AtomicBoolean();
          try {
            calls.stream(
                prepared,
                new RestCalls.Lines() {
                  @Override
                  public void line(String json) throws InterruptedException {
                    any.set(true);
                    sink.write(json + "\n");
                  }

                  @Override
                  public void silence() throws InterruptedException {
                    any.set(true);
                    sink.write("\n");
                  }
                });
          } catch (Failure e) {
            if (!any.get()) {
              throw e;
            }
            sink.write(e.error().toJson() + "\n");
          }
        });
  }

  /// Answers an error as JSON.
  public static Answer.Whole error(RestError error) {
    Answer.Whole answer = Answer.json(error.code(), error.toJson() + "\n");
    if (error.retryAfterSeconds().isPresent()) {
      answer = answer.with("retry-after", Long.toString(error.retryAfterSeconds().getAsLong()));
    }
    return error.code() == 401 ? answer.with("www-authenticate", "Bearer") : answer;
  }
}
