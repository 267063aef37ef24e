package io.aramaki.gateway.edge;

import io.aramaki.gateway.domain.session.LineAllowance;
import io.aramaki.gateway.domain.session.Refusal;
import io.aramaki.gateway.socket.ConnectionCap;
import io.opentelemetry.api.OpenTelemetry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The agents' door: a gRPC server that relays streams as bytes.
public final class AgentDoor implements AutoCloseable {
  /// How often open streams are looked at; a revocation or a new owner is also looked at at once.
  private static final long SWEEP_MS = 1_000;

  private static final long START_SECONDS = 20;
  private static final long STOP_SECONDS = 5;
  private static final String INSTRUMENTATION = "io.aramaki.gateway";

  private final Vertx vertx;
  private final Relays relays;
  private final String host;
  private final int port;

  private AgentDoor(Vertx vertx, Relays relays, String host, int port) {
    this.vertx = vertx;
    this.relays = relays;
    this.host = host;
    this.port = port;
  }

  /// Opens the door.
  ///
  /// @throws IllegalStateException if that is not possible, for example because the port is taken
  public static AgentDoor start(
      AgentDoorOptions options, EdgeServices services, OpenTelemetry telemetry) {
    Vertx vertx =
        Vertx.builder()
            .with(
                new VertxOptions()
                    .setEventLoopPoolSize(options.eventLoops())
                    .setUseDaemonThread(true))
            .withTransport(new ConnectionCap(options.connectionsMax()).transport())
            .build();
    var relays = new Relays(services);
    var lines = new LineAllowance(services.nanoTime());
    var spans = new RelaySpans(telemetry.getTracer(INSTRUMENTATION));
    List<AgentVerticle> verticles = new CopyOnWriteArrayList<>();
    try {
      await(
          vertx.deployVerticle(
              () -> {
                var verticle = new AgentVerticle(options, services, spans, relays, lines);
                verticles.add(verticle);
                return verticle;
              },
              new DeploymentOptions().setInstances(options.eventLoops())),
          START_SECONDS,
          options.host() + ":" + options.port());
    } catch (IllegalStateException e) {
      vertx.close();
      throw e;
    }
    vertx.setPeriodic(SWEEP_MS, _ -> relays.sweep());
    return new AgentDoor(vertx, relays, options.host(), verticles.getFirst().port());
  }

  /// Answers `host:port`, with the real port.
  public String address() {
    return host + ":" + port;
  }

  /// Looks at all open streams now, because who may be here or who owns whom has changed.
  public void recheck() {
    vertx.runOnContext(_ -> relays.sweep());
  }

  /// Tells all agents to come back later, and closes the door.
  @Override
  public void close() {
    relays.cutAll(
        Refusal.unavailable("GATEWAY_STOPPING", "the gateway is being stopped; connect again"));
    await(vertx.close(), STOP_SECONDS, address());
  }

  private static <T> T await(Future<T> future, long seconds, String address) {
    try {
      return future.await(seconds, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new IllegalStateException("the agents' door at " + address + " does not answer", e);
    } catch (RuntimeException e) {
      throw new IllegalStateException(
          "the agents' door at " + address + " failed: " + e.getMessage(), e);
    }
  }
}
