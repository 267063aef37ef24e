package io.aramaki.kit.discovery;

import io.aramaki.kit.app.Environment;
import io.aramaki.kit.time.Backoff;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.kiwiproject.consul.AgentClient;
import org.kiwiproject.consul.NotRegisteredException;
import org.kiwiproject.consul.model.agent.ImmutableRegCheck;
import org.kiwiproject.consul.model.agent.ImmutableRegistration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps one instance known to Consul: registers it, gives a sign of life every third of the TTL,
/// registers it again whenever Consul does not know it (any more), and takes it away when closed.
///
/// ```text
///              register ok                  told that it is unknown, or any failure
/// UNKNOWN ─────────────────▶ REGISTERED ───────────────────────────────────────────▶ UNKNOWN
///    │ failure: wait (backoff), again            │ sign of life every ttl/3
/// ```
public final class ConsulRegistration implements AutoCloseable {
  private static final int SIGNS_PER_TTL = 3;
  private static final String PASSING = "passing";
  private static final String CRITICAL = "critical";
  private static final Duration CLOSE_WAIT = Duration.ofSeconds(1);
  private static final Logger log = LoggerFactory.getLogger(ConsulRegistration.class);

  private final AgentClient agent;
  private final ConsulConfig config;
  private final ServiceInstance instance;
  private final Supplier<Optional<String>> trouble;
  private final Environment environment;
  private final Backoff backoff;
  private final Duration period;
  private final String check;
  private final Thread thread;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final AtomicBoolean takenAway = new AtomicBoolean();
  private volatile boolean closed;
  private volatile boolean registered;

  private ConsulRegistration(
      AgentClient agent,
      ConsulConfig config,
      ServiceInstance instance,
      Supplier<Optional<String>> trouble,
      Environment environment) {
    this.agent = agent;
    this.config = config;
    this.instance = instance;
    this.trouble = trouble;
    this.environment = environment;
    this.period = config.ttl().dividedBy(SIGNS_PER_TTL);
    this.backoff = new Backoff(Duration.ofMillis(100), max(period, Duration.ofMillis(100)));
    this.check = "service:" + instance.id();
    this.thread = Thread.ofVirtual().name("consul-" + instance.id()).unstarted(this::run);
  }

  static ConsulRegistration start(
      AgentClient agent,
      ConsulConfig config,
      ServiceInstance instance,
      Supplier<Optional<String>> trouble,
      Environment environment) {
    var registration = new ConsulRegistration(agent, config, instance, trouble, environment);
    registration.thread.start();
    return registration;
  }

  /// Tells whether Consul has accepted the last sign of life.
  public boolean isRegistered() {
    return registered && !closed;
  }

  private void run() {
    int failures = 0;
    try {
      while (!closed) {
        try {
          sign();
          failures = 0;
          Thread.sleep(period);
        } catch (NotRegisteredException | RuntimeException e) {
          failed(e, ++failures);
        }
      }
    } catch (InterruptedException _) {
      // Closed; close() takes the instance away.
    } finally {
      ended.countDown();
    }
  }

  private void sign() throws NotRegisteredException {
    Optional<String> reason = reason();
    if (!registered) {
      register(reason);
      registered = true;
      log.atInfo().addKeyValue("instance", instance.id()).log("registered with consul");
    } else if (reason.isEmpty()) {
      agent.passCheck(check, "ok");
    } else {
      agent.failCheck(check, reason.get());
    }
  }

  private Optional<String> reason() {
    try {
      return trouble.get();
    } catch (RuntimeException e) {
      return Optional.of("cannot say how it is: " + e);
    }
  }

  /// Registers with the state as it is, so that a repeated registration makes no gap.
  private void register(Optional<String> reason) {
    agent.register(
        ImmutableRegistration.builder()
            .id(instance.id())
            .name(instance.service())
            .address(instance.host())
            .port(instance.port())
            .check(
                ImmutableRegCheck.builder()
                    .id(check)
                    .name("sign of life")
                    .ttl(config.ttl().toMillis() + "ms")
                    .deregisterCriticalServiceAfter(config.deregisterAfter().toSeconds() + "s")
                    .status(reason.isEmpty() ? PASSING : CRITICAL)
                    .build())
            .build());
  }

  private void failed(Exception e, int failures) throws InterruptedException {
    registered = false;
    if (failures == 1 && !closed) {
      log.atWarn()
          .addKeyValue("instance", instance.id())
          .addKeyValue("reason", e)
          .log("consul does not take the sign of life; registering again");
    }
    Thread.sleep(backoff.delay(failures, environment.random()));
  }

  /// Takes the instance away, so that clients stop calling it. If Consul is away, the TTL does it.
  /// Closing again does nothing.
  @Override
  public void close() {
    if (takenAway.getAndSet(true)) {
      return;
    }
    stop();
    try {
      agent.deregister(instance.id());
    } catch (RuntimeException e) {
      log.atInfo()
          .addKeyValue("instance", instance.id())
          .addKeyValue("reason", e)
          .log("not taken away from consul; its ttl will do it");
    }
  }

  /// Stops giving signs of life and leaves the rest to the TTL, as a process does that dies.
  void stop() {
    closed = true;
    registered = false;
    thread.interrupt();
    try {
      boolean _ = ended.await(CLOSE_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static Duration max(Duration a, Duration b) {
    return a.compareTo(b) > 0 ? a : b;
  }
}
