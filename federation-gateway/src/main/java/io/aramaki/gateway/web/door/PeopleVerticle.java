package io.aramaki.gateway.web.door;

import io.aramaki.gateway.grpc.rest.RestError;
import io.aramaki.gateway.web.Answer;
import io.aramaki.gateway.web.Ask;
import io.aramaki.gateway.web.PeopleSite;
import io.aramaki.gateway.web.RestSite;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The people's door on one event loop: reads a request, hands it to a virtual thread, writes what
/// that answers.
final class PeopleVerticle extends VerticleBase {
  /// A body that does not come in so long is not waited for.
  private static final long BODY_MS_MAX = 20_000;

  private static final String SHARE = "body-share";
  private static final String PATIENCE = "body-patience";
  private static final String ANSWERS = "answers " + PeopleDoor.REQUESTS_MAX + " requests";
  private static final int TOO_LARGE = 413;
  private static final int BAD_REQUEST = 400;

  private static final Logger log = LoggerFactory.getLogger(PeopleVerticle.class);

  private final PeopleDoorOptions options;
  private final PeopleSite site;
  private final ExecutorService threads;
  private final DoorLimits limits;
  private @Nullable HttpServer server;

  PeopleVerticle(
      PeopleDoorOptions options, PeopleSite site, ExecutorService threads, DoorLimits limits) {
    this.options = options;
    this.site = site;
    this.threads = threads;
    this.limits = limits;
  }

  @Override
  public Future<?> start() {
    Router router = Router.router(vertx);
    router.route().handler(this::readBody);
    router.route().handler(this::handle);
    router.route().failureHandler(this::failed);
    server = vertx.createHttpServer(options.toHttp()).requestHandler(router);
    return server.listen();
  }

  int port() {
    HttpServer listening = server;
    return listening == null ? 0 : listening.actualPort();
  }

  private void readBody(RoutingContext routing) {
    Optional<BodyBudget.Share> taken = limits.bodies().take(BodyBudget.Claim.of(routing.request()));
    if (taken.isEmpty()) {
      Ask ask = ask(routing);
      new Reply(routing.response(), vertx.getOrCreateContext(), ask.verb())
          .whole(site.failed(ask, busy("keeps as much of requests as it may")));
      return;
    }
    BodyBudget.Share share = taken.get();
    routing.put(SHARE, share);
    long patience =
        vertx.setTimer(
            BODY_MS_MAX,
            _ -> {
              share.giveBack();
              routing.response().reset();
            });
    routing.put(PATIENCE, patience);
    BodyHandler.create(false).setBodyLimit(share.bytes()).handle(routing);
  }

  /// A form is kept as its fields, too, so it keeps all of its share.
  private static void bodyRead(RoutingContext routing, BodyBudget.Share share) {
    if (!routing.request().isExpectMultipart()) {
      share.shrink(routing.body() == null ? 0 : Math.max(0, routing.body().length()));
    }
  }

  private void bodyEnded(RoutingContext routing) {
    @Nullable Long patience = routing.get(PATIENCE);
    if (patience != null) {
      vertx.cancelTimer(patience);
    }
  }

  private void handle(RoutingContext routing) {
    bodyEnded(routing);
    BodyBudget.Share share = Objects.requireNonNull(routing.get(SHARE), SHARE);
    bodyRead(routing, share);
    Ask ask = ask(routing);
    var reply = new Reply(routing.response(), vertx.getOrCreateContext(), ask.verb());
    if (!limits.requests().tryAcquire()) {
      share.giveBack();
      reply.whole(site.failed(ask, busy(ANSWERS)));
      return;
    }
    try {
      threads.execute(() -> {
        try {
          reply.attach(Thread.currentThread());
          answer(ask, reply);
        } finally {
          share.giveBack();
          limits.requests().release();
        }
      });
    } catch (RejectedExecutionException _) {
      share.giveBack();
      limits.requests().release();
      reply.whole(site.failed(ask, busy(ANSWERS)));
    }
  }

  private void answer(Ask ask, Reply reply) {
    try {
      Answer answer = site.answer(ask);
      switch (answer) {
        case Answer.Whole whole -> reply.whole(whole);
        case Answer.Binary binary -> reply.binary(binary);
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
    Buffer body = routing.body() == null ? null : routing.body().buffer();
    return new Ask(
        request.method().name(),
        request.path() == null ? "/" : request.path(),
        request.query() == null ? "" : request.query(),
        headers,
        ByteBuffer.wrap(body == null ? new byte[0] : body.getBytes()),
        authority == null ? "" : authority.toString(),
        remote == null ? "" : String.valueOf(remote.hostAddress()));
  }

  /// Vert.x could not even read the request.
  private void failed(RoutingContext routing) {
    bodyEnded(routing);
    BodyBudget.@Nullable Share share = routing.get(SHARE);
    int allowed = share == null ? 0 : share.bytes();
    if (share != null) {
      share.giveBack();
    }
    HttpServerResponse response = routing.response();
    if (response.ended() || response.closed()) {
      return;
    }
    boolean unwanted = routing.statusCode() == TOO_LARGE && allowed == 0;
    int code = routing.statusCode() == TOO_LARGE && !unwanted ? TOO_LARGE : BAD_REQUEST;
    if (routing.statusCode() >= 500 && routing.failure() != null) {
      log.atWarn().setCause(routing.failure()).log("request cannot be read");
    }
    String message =
        unwanted
            ? routing.request().method() + " takes no body; put parameters into the query"
            : code == TOO_LARGE
                ? "the body is larger than " + allowed + " bytes"
                : "the request cannot be read";
    var error = RestError.of(code, "INVALID_ARGUMENT", "INVALID_REQUEST", message);
    new Reply(response, vertx.getOrCreateContext(), "").whole(RestSite.error(error));
  }

  private static RestError busy(String what) {
    return new RestError(
        503,
        "UNAVAILABLE",
        "GATEWAY_BUSY",
        "the gateway " + what + " already; try again",
        OptionalLong.of(1),
        List.of());
  }
}
