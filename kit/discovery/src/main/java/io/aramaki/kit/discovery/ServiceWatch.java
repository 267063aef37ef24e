package io.aramaki.kit.discovery;

import io.aramaki.kit.app.Environment;
import io.aramaki.kit.time.Backoff;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.kiwiproject.consul.HealthClient;
import org.kiwiproject.consul.model.ConsulResponse;
import org.kiwiproject.consul.model.health.ServiceHealth;
import org.kiwiproject.consul.option.ImmutableQueryOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows one service by Consul's blocking queries: each asks for what is newer than the index of
/// the last answer. After a failure, or if the index goes back (Consul was restored), it starts
/// from the beginning, since an index of another history would block until it is reached.
final class ServiceWatch implements AutoCloseable {
  /// Between two queries, so that a service that changes all the time does not keep us busy.
  private static final Duration PAUSE = Duration.ofMillis(50);

  private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));
  private static final Logger log = LoggerFactory.getLogger(ServiceWatch.class);

  private final HealthClient health;
  private final String service;
  private final Duration wait;
  private final Listener listener;
  private final Environment environment;
  private final Thread thread;
  private volatile boolean closed;
  private BigInteger index = BigInteger.ZERO;
  private int failures;

  /// Told from the watch's own thread.
  interface Listener {
    /// Told at first and after each change.
    void found(List<InetSocketAddress> instances);

    /// Told once for each series of failures.
    void failed(String reason);
  }

  private ServiceWatch(
      HealthClient health,
      String service,
      Duration wait,
      Listener listener,
      Environment environment) {
    this.health = health;
    this.service = service;
    this.wait = wait;
    this.listener = listener;
    this.environment = environment;
    this.thread = Thread.ofVirtual().name("consul-watch-" + service).unstarted(this::run);
  }

  static ServiceWatch start(
      HealthClient health,
      String service,
      Duration wait,
      Listener listener,
      Environment environment) {
    var watch = new ServiceWatch(health, service, wait, listener, environment);
    watch.thread.start();
    return watch;
  }

  private void run() {
    Optional<List<InetSocketAddress>> last = Optional.empty();
    while (!closed) {
      try {
        List<InetSocketAddress> now = query();
        if (failures > 0) {
          log.atInfo().addKeyValue("service", service).log("consul answers again");
        }
        if (failures > 0 || !last.equals(Optional.of(now))) {
          failures = 0;
          last = Optional.of(now);
          listener.found(now);
        }
        Thread.sleep(PAUSE);
      } catch (InterruptedException _) {
        return;
      } catch (RuntimeException e) {
        failed(e);
      }
    }
  }

  private List<InetSocketAddress> query() {
    var options = ImmutableQueryOptions.builder();
    if (index.signum() > 0) {
      options.index(index).wait(wait.toSeconds() + "s");
    }
    ConsulResponse<List<ServiceHealth>> answer =
        health.getHealthyServiceInstances(service, options.build());
    BigInteger next = answer.getIndex();
    index = next.compareTo(index) < 0 ? BigInteger.ZERO : next;
    return answer.getResponse().stream()
        .map(ServiceWatch::address)
        .sorted(Comparator.comparing(InetSocketAddress::toString))
        .distinct()
        .toList();
  }

  /// An instance without an address of its own is where its node is.
  private static InetSocketAddress address(ServiceHealth instance) {
    String own = instance.getService().getAddress();
    String host = own.isEmpty() ? instance.getNode().getAddress() : own;
    return new InetSocketAddress(host, instance.getService().getPort());
  }

  private void failed(RuntimeException e) {
    if (closed) {
      return;
    }
    failures++;
    index = BigInteger.ZERO;
    if (failures == 1) {
      log.atWarn()
          .addKeyValue("service", service)
          .addKeyValue("reason", e)
          .log("consul does not answer; the last known instances stay");
      listener.failed(String.valueOf(e.getMessage()));
    }
    try {
      Thread.sleep(BACKOFF.delay(failures, environment.random()));
    } catch (InterruptedException _) {
      closed = true;
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
