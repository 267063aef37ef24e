package io.aramaki.kit.http.admin;

import io.aramaki.kit.app.BadConfiguration;
import io.aramaki.kit.telemetry.Metrics;
import io.aramaki.kit.telemetry.ProcessMetrics;
import io.helidon.common.tls.Tls;
import io.helidon.common.tls.TlsClientAuth;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import javax.net.ssl.SSLContext;

/// The HTTP server beside a process's gRPC server: `/health/live`, `/health/ready`, `/metrics`,
/// `/status`. Reads only; nothing here changes anything.
///
/// Without TLS it listens on loopback only, and answers only requests whose `Host` is a loopback
/// name, so a web page that a person visits cannot read it by a name of its own (DNS rebinding).
public final class AdminServer implements AutoCloseable {
  private static final int CONNECTIONS_MAX = 128;
  private static final int REQUESTS_MAX = 32;
  private static final int BODY_BYTES_MAX = 1024;
  private static final Duration IDLE_MAX = Duration.ofMinutes(1);
  private static final Duration GRACE = Duration.ofMillis(500);

  /// What is true of the whole process, also if several services share it.
  private static final Metrics PROCESS = process();

  private final WebServer server;
  private final String host;
  private final List<String> paths;

  private AdminServer(WebServer server, String host, Collection<String> paths) {
    this.server = server;
    this.host = host;
    this.paths = List.copyOf(paths);
  }

  /// Starts it on loopback, without TLS.
  ///
  /// @throws BadConfiguration if the host is not loopback
  public static AdminServer start(
      HttpConfig config, Instance instance, Health health, Metrics metrics) {
    return start(config, Optional.empty(), instance, health, metrics);
  }

  /// Starts it.
  ///
  /// @param tls whom it believes and what it shows; clients must have a certificate. Required, if
  ///   the host is not loopback
  /// @throws BadConfiguration if it is required and missing
  /// @throws IllegalStateException if it cannot listen there, for example because the port is taken
  public static AdminServer start(
      HttpConfig config,
      Optional<SSLContext> tls,
      Instance instance,
      Health health,
      Metrics metrics) {
    InetAddress address = address(config.host());
    if (tls.isEmpty() && !address.isLoopbackAddress()) {
      throw new BadConfiguration(
          "http.host \""
              + config.host()
              + "\" is not a loopback address, and no TLS is set up for it; write 127.0.0.1");
    }
    var handlers = handlers(new Pages(instance, health), metrics);
    WebServerConfig.Builder builder =
        WebServer.builder()
            .address(address)
            .port(config.port())
            .shutdownHook(false)
            .featuresDiscoverServices(false)
            .maxTcpConnections(CONNECTIONS_MAX)
            .maxConcurrentRequests(REQUESTS_MAX)
            .maxPayloadSize(BODY_BYTES_MAX)
            .idleConnectionTimeout(IDLE_MAX)
            .shutdownGracePeriod(GRACE)
            .routing(routing -> route(routing, tls.isEmpty(), handlers));
    tls.ifPresent(context -> builder.tls(mutual(context)));
    return new AdminServer(listening(builder, config), config.host(), handlers.sequencedKeySet());
  }

  /// Helidon logs why it cannot listen, and goes on without.
  private static WebServer listening(WebServerConfig.Builder builder, HttpConfig config) {
    var server = builder.build().start();
    if (!server.isRunning()) {
      throw new IllegalStateException(
          "cannot listen on %s:%d (http.port); the reason is logged above; is the port taken?"
              .formatted(config.host(), config.port()));
    }
    return server;
  }

  /// Where it listens, `127.0.0.1:4711`.
  public String address() {
    String shown = host.contains(":") ? "[" + host + "]" : host;
    return shown + ":" + server.port();
  }

  /// The paths that it answers, so that a test can ask who may have each.
  List<String> paths() {
    return paths;
  }

  public int port() {
    return server.port();
  }

  @Override
  public void close() {
    server.stop();
  }

  /// The pages by path. Each is for GET; nothing else is answered.
  private static SequencedMap<String, Handler> handlers(Pages pages, Metrics metrics) {
    var handlers = new LinkedHashMap<String, Handler>();
    handlers.put("/health/live", (_, response) -> send(response, 200, Map.of("status", "UP")));
    handlers.put("/health/ready", (_, response) -> pages.ready().send(response));
    handlers.put("/status", (_, response) -> pages.status().send(response));
    handlers.put(
        "/metrics",
        (_, response) ->
            response
                .header(HeaderValues.create(HeaderNames.CONTENT_TYPE, Metrics.CONTENT_TYPE))
                .send(metrics.text() + PROCESS.text()));
    return handlers;
  }

  private static void route(
      HttpRouting.Builder routing, boolean plain, SequencedMap<String, Handler> handlers) {
    if (plain) {
      routing.any(AdminServer::requireLoopbackName);
    }
    handlers.forEach(routing::get);
    var paths = String.join(", ", handlers.sequencedKeySet());
    routing.any((request, response) ->
        send(
            response,
            404,
            Map.of(
                "error",
                "there are GET "
                    + paths
                    + ", not "
                    + request.prologue().method()
                    + " "
                    + request.path().path())));
  }

  private static Metrics process() {
    var metrics = new Metrics();
    ProcessMetrics.addTo(metrics);
    return metrics;
  }

  private static void requireLoopbackName(ServerRequest request, ServerResponse response) {
    String host = request.headers().first(HeaderNames.HOST).orElse("");
    String name = host.replaceFirst(":[0-9]*$", "");
    if (name.equals("localhost")
        || name.equals("[::1]")
        || name.matches("127\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}")) {
      response.next();
    } else {
      send(response, 421, Map.of("error", "Host must be a loopback name, was " + host));
    }
  }

  static void send(ServerResponse response, int status, Map<String, Object> json) {
    response
        .status(Status.create(status))
        .header(HeaderValues.create(HeaderNames.CONTENT_TYPE, "application/json"))
        .header(HeaderValues.create(HeaderNames.CACHE_CONTROL, "no-store"))
        .send(Json.text(json));
  }

  private static Tls mutual(SSLContext context) {
    return Tls.builder()
        .sslContext(context)
        .clientAuth(TlsClientAuth.REQUIRED)
        .addEnabledProtocol("TLSv1.3")
        .build();
  }

  private static InetAddress address(String host) {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException _) {
      throw new BadConfiguration("http.host \"" + host + "\" has no address");
    }
  }
}
