package io.aramaki.kit.discovery;

import io.aramaki.kit.app.BadConfiguration;
import io.aramaki.kit.app.Closer;
import io.aramaki.kit.app.Environment;
import io.grpc.NameResolverRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.kiwiproject.consul.Consul;

/// This process's use of Consul: targets `consul:///service` resolve to the instances that Consul
/// calls healthy, and instances of this process are made known. One per process; while Consul is
/// away, what was known last is used.
public final class ConsulDiscovery implements AutoCloseable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration CLOSE_BOUND = Duration.ofSeconds(8);

  private final ConsulConfig config;
  private final Consul consul;
  private final Environment environment;
  private final Closer closer = new Closer(CLOSE_BOUND);

  private ConsulDiscovery(ConsulConfig config, Consul consul, Environment environment) {
    this.config = config;
    this.consul = consul;
    this.environment = environment;
  }

  /// Begins; does not wait for Consul.
  public static ConsulDiscovery start(ConsulConfig config, Environment environment) {
    var builder =
        Consul.builder()
            .withUrl(config.url().toString())
            .withPing(false)
            .withConnectTimeoutMillis(CONNECT_TIMEOUT.toMillis())
            .withReadTimeoutMillis(ANSWER_TIMEOUT.toMillis())
            .withWriteTimeoutMillis(ANSWER_TIMEOUT.toMillis());
    config.tokenFile().ifPresent(file -> builder.withHeaders(Map.of("X-Consul-Token", read(file))));
    var discovery = new ConsulDiscovery(config, builder.build(), environment);
    discovery.closer.add("client", discovery.consul::destroy);
    var provider = new ConsulNameResolverProvider(discovery);
    NameResolverRegistry.getDefaultRegistry().register(provider);
    discovery.closer.add(
        "resolver", () -> NameResolverRegistry.getDefaultRegistry().deregister(provider));
    return discovery;
  }

  /// Makes an instance known until it is closed, and keeps at it if Consul is away or forgets it.
  ///
  /// @param trouble why the instance cannot work at the moment, empty if it can; asked every third
  ///   of the TTL, and then shown by Consul
  public ConsulRegistration register(ServiceInstance instance, Supplier<Optional<String>> trouble) {
    return closer.add(
        "registration " + instance.id(),
        ConsulRegistration.start(consul.agentClient(), config, instance, trouble, environment));
  }

  /// Follows the healthy instances of a service.
  ServiceWatch watch(String service, ServiceWatch.Listener listener) {
    return ServiceWatch.start(
        consul.healthClient(), service, config.watchWait(), listener, environment);
  }

  @Override
  public void close() {
    closer.close();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new BadConfiguration("consul token-file " + file + " cannot be read: " + e, e);
    }
  }
}
