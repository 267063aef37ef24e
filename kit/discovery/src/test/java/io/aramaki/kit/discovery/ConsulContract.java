package io.aramaki.kit.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.kit.app.Environment;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.protobuf.services.HealthStatusManager;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What registration and watch do with a Consul that works; the same for the scripted peer and for
/// a real one.
@Timeout(120)
abstract class ConsulContract {
  private static final Supplier<Optional<String>> WELL = Optional::empty;

  /// How long a channel may go on to call an instance that went away.
  private static final Duration MOVED_MAX = Duration.ofSeconds(20);

  /// Its own, so that tests against one long-lived Consul do not meet.
  private final String service = "s" + UUID.randomUUID();

  private final Found found = new Found();
  private @SuppressWarnings("NullAway.Init") ConsulDiscovery discovery;

  /// Where the Consul is.
  abstract URI url();

  @BeforeEach
  void start() {
    discovery = ConsulDiscovery.start(config(url()), Environment.system());
  }

  @AfterEach
  void stop() {
    discovery.close();
  }

  static ConsulConfig config(URI url) {
    return new ConsulConfig(
        url,
        Optional.empty(),
        Duration.ofSeconds(1),
        Duration.ofMinutes(1),
        Duration.ofSeconds(10));
  }

  @Test
  void service_unknown_hasNoInstances() throws Exception {
    discovery.watch(service, found);

    found.await();
  }

  @Test
  void instances_comingAndGoing_areFollowed() throws Exception {
    // Given
    discovery.watch(service, found);
    discovery.register(instance(4001), WELL);
    found.await(4001);
    ConsulRegistration second = discovery.register(instance(4002), WELL);
    found.await(4001, 4002);

    // When
    second.close();

    // Then
    found.await(4001);
  }

  @Test
  void instance_thatGivesSignsOfLife_staysBeyondTheTtl() throws Exception {
    // Given
    discovery.watch(service, found);
    var looked = new CountDownLatch(8);
    discovery.register(
        instance(4001),
        () -> {
          looked.countDown();
          return Optional.empty();
        });
    found.await(4001);

    // When
    boolean enough = looked.await(20, TimeUnit.SECONDS);

    // Then
    assertThat(enough).isTrue();
    assertThat(found.more()).isZero();
  }

  @Test
  void instance_whoseProcessDies_isGoneAfterTheTtl() throws Exception {
    // Given
    discovery.watch(service, found);
    ConsulRegistration registration = discovery.register(instance(4001), WELL);
    found.await(4001);

    // When
    registration.stop();

    // Then
    found.await();
  }

  @Test
  void instance_withTrouble_isGoneUntilItIsWellAgain() throws Exception {
    // Given
    discovery.watch(service, found);
    var trouble = new AtomicReference<>(Optional.<String>empty());
    discovery.register(instance(4001), trouble::get);
    found.await(4001);

    // When
    trouble.set(Optional.of("no database"));
    found.await();
    trouble.set(Optional.empty());

    // Then
    found.await(4001);
  }

  @Test
  void instance_forgottenByConsul_registersAgain() throws Exception {
    // Given
    discovery.watch(service, found);
    ServiceInstance instance = instance(4001);
    var signing = new Semaphore(1);
    discovery.register(
        instance,
        () -> {
          signing.acquireUninterruptibly();
          signing.release();
          return Optional.empty();
        });
    found.await(4001);

    // When
    signing.acquireUninterruptibly();
    deregister(instance.id());
    found.await();
    signing.release();

    // Then
    found.await(4001);
  }

  @Test
  void channel_overConsul_callsWhoIsThere() throws Exception {
    // Given
    try (var first = new HealthServer();
        var second = new HealthServer();
        var client = new HealthClient("consul:///" + service)) {
      discovery.watch(service, found);
      ConsulRegistration firstIn = discovery.register(instance(first.port()), WELL);
      found.await(first.port());
      ServingStatus before = client.check();
      discovery.register(instance(second.port()), WELL);
      found.await(first.port(), second.port());

      // When
      firstIn.close();
      found.await(second.port());

      // Then: the channel's own watch may be a moment behind ours, so its calls are waited for
      assertThat(before).isEqualTo(ServingStatus.SERVING);
      long end = System.nanoTime() + MOVED_MAX.toNanos();
      int known;
      do {
        assertThat(System.nanoTime()).as("calls still go to the first").isLessThan(end);
        known = second.calls();
        assertThat(client.check()).isEqualTo(ServingStatus.SERVING);
        assertThat(client.check()).isEqualTo(ServingStatus.SERVING);
      } while (second.calls() != known + 2);
      first.stop();
      assertThat(client.check()).isEqualTo(ServingStatus.SERVING);
    }
  }

  @Test
  void channel_toAServiceWithoutInstances_saysSo() throws Exception {
    try (var client = new HealthClient("consul:///" + service)) {
      Status status = client.refusal();

      assertThat(status.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
      assertThat(status.getDescription())
          .contains("consul knows no healthy instance of " + service);
    }
  }

  private ServiceInstance instance(int port) {
    return new ServiceInstance(service, service + "-" + port, "127.0.0.1", port);
  }

  private void deregister(String id) throws IOException, InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(url().resolve("/v1/agent/service/deregister/" + id))
              .PUT(HttpRequest.BodyPublishers.noBody())
              .build();
      client.send(request, HttpResponse.BodyHandlers.discarding());
    }
  }

  private static final class HealthServer implements AutoCloseable {
    private final AtomicInteger calls = new AtomicInteger();
    private final Server server;

    HealthServer() throws IOException {
      server =
          Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
              .addService(new HealthStatusManager().getHealthService())
              .addStreamTracerFactory(
                  new ServerStreamTracer.Factory() {
                    @Override
                    public ServerStreamTracer newServerStreamTracer(
                        String method, Metadata headers) {
                      calls.incrementAndGet();
                      return new ServerStreamTracer() {};
                    }
                  })
              .build()
              .start();
    }

    int port() {
      return server.getPort();
    }

    int calls() {
      return calls.get();
    }

    void stop() {
      server.shutdownNow();
    }

    @Override
    public void close() {
      stop();
    }
  }

  private static final class HealthClient implements AutoCloseable {
    private final ManagedChannel channel;

    HealthClient(String target) {
      channel = Grpc.newChannelBuilder(target, InsecureChannelCredentials.create()).build();
    }

    ServingStatus check() {
      return HealthGrpc.newBlockingStub(channel)
          .withWaitForReady()
          .withDeadlineAfter(Duration.ofSeconds(20))
          .check(HealthCheckRequest.getDefaultInstance())
          .getStatus();
    }

    Status refusal() {
      try {
        var _ =
            HealthGrpc.newBlockingStub(channel)
                .withDeadlineAfter(Duration.ofSeconds(20))
                .check(HealthCheckRequest.getDefaultInstance());
        return Status.OK;
      } catch (StatusRuntimeException e) {
        return e.getStatus();
      }
    }

    @Override
    public void close() {
      channel.shutdownNow();
    }
  }
}
