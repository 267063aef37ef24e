package io.aramaki.gateway.web.door;

import io.aramaki.gateway.socket.ConnectionCap;
import io.aramaki.gateway.web.PeopleSite;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The people's door: an HTTPS server in front of a [PeopleSite]. Event loops move bytes only;
/// requests are answered on virtual threads, of which there are at most [#REQUESTS_MAX] at a time.
public final class PeopleDoor implements AutoCloseable {
  /// More are refused with 503 until others have ended.
  static final int REQUESTS_MAX = 512;

  private static final long START_SECONDS = 20;
  private static final long STOP_SECONDS = 5;

  private final Vertx vertx;
  private final ExecutorService threads;
  private final PeopleSite site;
  private final String host;
  private final int port;

  private PeopleDoor(Vertx vertx, ExecutorService threads, PeopleSite site, String host, int port) {
    this.vertx = vertx;
    this.site = site;
    this.threads = threads;
    this.host = host;
    this.port = port;
  }

  /// Opens the door.
  ///
  /// @throws IllegalStateException if that is not possible, for example because the port is taken
  public static PeopleDoor start(PeopleDoorOptions options, PeopleSite site) {
    Vertx vertx =
        Vertx.builder()
            .with(
                new VertxOptions()
                    .setEventLoopPoolSize(options.eventLoops())
                    .setUseDaemonThread(true))
            .withTransport(new ConnectionCap(options.connectionsMax()).transport())
            .build();
    ExecutorService threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("people").factory());
    var limits = new DoorLimits(new Semaphore(REQUESTS_MAX), new BodyBudget());
    List<PeopleVerticle> verticles = new CopyOnWriteArrayList<>();
    try {
      await(
          vertx.deployVerticle(
              () -> {
                var verticle = new PeopleVerticle(options, site, threads, limits);
                verticles.add(verticle);
                return verticle;
              },
              new DeploymentOptions().setInstances(options.eventLoops())),
          START_SECONDS,
          options.host() + ":" + options.port());
    } catch (IllegalStateException e) {
      vertx.close();
      threads.shutdownNow();
      throw e;
    }
    return new PeopleDoor(vertx, threads, site, options.host(), verticles.getFirst().port());
  }

  /// Answers every address that is answered, as `VERB path`, in order.
  public List<String> routes() {
    return site.routes();
  }

  /// Answers `host:port`, with the real port.
  public String address() {
    return host + ":" + port;
  }

  @Override
  public void close() {
    threads.shutdownNow();
    await(vertx.close(), STOP_SECONDS, address());
  }

  private static <T> T await(Future<T> future, long seconds, String address) {
    try {
      return future.await(seconds, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new IllegalStateException("the people's door at " + address + " does not answer", e);
    } catch (RuntimeException e) {
      throw new IllegalStateException(
          "the people's door at " + address + " failed: " + e.getMessage(), e);
    }
  }
}
