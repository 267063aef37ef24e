package io.aramaki.gateway.web.door;

import io.aramaki.gateway.grpc.rest.RestError;
import io.aramaki.gateway.web.Answer;
import io.aramaki.gateway.web.Ask;
import io.aramaki.gateway.web.PeopleSite;
import io.aramaki.gateway.web.RestSite;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The people's door on one event loop: reads a request, hands it to a virtual thread, writes what
/// that answers.
final class PeopleVerticle extends VerticleBase {
  private static final long BODY_BYTES_MAX = 1024 * 1024;
  private static final int TOO_LARGE = 413;
  private static final int BAD_REQUEST = 400;

  private static final Logger log = LoggerFactory.getLogger(PeopleVerticle.class);

  private final PeopleDoorOptions options;
  private final PeopleSite site;
  private final ExecutorService threads;
  private final Semaphore requests;
  private @Nullable HttpServer server;

  PeopleVerticle(
      PeopleDoorOptions options, PeopleSite site, ExecutorService threads, Semaphore requests) {
    this.options = options;
    this.site = site;
    this.threads = threads;
    this.requests = requests;
  }

  @Override
  public Future<?> start() {
    Router router = Router.router(vertx);
    router.route().handler(BodyHandler.create(false).setBodyLimit(BODY_BYTES_MAX));
    router.route().handler(this::handle);
    router.route().failureHandler(this::failed);
    server = vertx.createHttpServer(options.toHttp()).requestHandler(router);
    return server.listen();
  }

  int port() {
    HttpServer listening = server;
    return listening == null ? 0 : listening.actualPort();
  }

  private void handle(RoutingContext routing) {
    Ask ask = ask(routing);
    var reply = new Reply(routing.response(), vertx.getOrCreateContext(), ask.verb());
    if (!requests.tryAcquire()) {
      reply.whole(site.failed(ask, busy()));
      return;
    }
    try {
      threads.execute(() -> {
        try {
          reply.attach(Thread.currentThread());
          answer(ask, reply);
        } finally {
          requests.release();
        }
      });
    } catch (RejectedExecutionException _) {
      requests.release();
      reply.whole(site.failed(ask, busy()));
    }
  }

  private void answer(Ask ask, Reply reply) {
    try {
      Answer answer = site.answer(ask);
      switch (answer) {
        case Answer.Whole whole -> reply.whole(whole);
        case Answer.Streamed streamed -> reply.streamed(ask, streamed, site);
      }
    } catch (InterruptedException _) {
      reply.abandon();
    } catch (RuntimeException e) {
      log.atError().addKeyValue("path", ask.path()).setCause(e).log("answer failed");
      reply.abandon();
    }
  }

  private static Ask ask(RoutingContext routing) {
    HttpServerRequest request = routing.request();
    Map<String, String> headers = new HashMap<>();
    request
        .headers()
        .forEach(header ->
            headers.putIfAbsent(header.getKey().toLowerCase(Locale.ROOT), header.getValue()));
    HostAndPort authority = request.authority();
    SocketAddress remote = request.remoteAddress();
    String body = routing.body() == null ? null : routing.body().asString();
    return new Ask(
        request.method().name(),
        request.path() == null ? "/" : request.path(),
        request.query() == null ? "" : request.query(),
        headers,
        body == null ? "" : body,
        authority == null ? "" : authority.toString(),
        remote == null ? "" : String.valueOf(remote.hostAddress()));
  }

  /// Vert.x could not even read the request.
  private void failed(RoutingContext routing) {
    HttpServerResponse response = routing.response();
    if (response.ended() || response.closed()) {
      return;
    }
    int code = routing.statusCode() == TOO_LARGE ? TOO_LARGE : BAD_REQUEST;
    if (routing.statusCode() >= 500 && routing.failure() != null) {
      log.atWarn().setCause(routing.failure()).log("request cannot be read");
    }
    String message =
        code == TOO_LARGE
            ? "the body is larger than " + BODY_BYTES_MAX + " bytes"
            : "the request cannot be read";
    var error = RestError.of(code, "INVALID_ARGUMENT", "INVALID_REQUEST", message);
    new Reply(response, vertx.getOrCreateContext(), "").whole(RestSite.error(error));
  }

  private static RestError busy() {
    return new RestError(
        503,
        "UNAVAILABLE",
        "GATEWAY_BUSY",
        "the gateway answers " + PeopleDoor.REQUESTS_MAX + " requests already; try again",
        OptionalLong.of(1),
        List.of());
  }
}
