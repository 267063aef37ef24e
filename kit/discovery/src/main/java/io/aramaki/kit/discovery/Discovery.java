package io.aramaki.kit.discovery;

import io.aramaki.kit.app.BadConfiguration;
import io.aramaki.kit.app.Environment;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.function.Supplier;

/// What a process does with its optional section `discovery`: with it, `consul:///name` resolves
/// and the process can make itself known; without it, nothing happens. Opened before the first
/// channel and closed after the last.
public final class Discovery implements AutoCloseable {
  private final Optional<ConsulDiscovery> consul;

  private Discovery(Optional<ConsulDiscovery> consul) {
    this.consul = consul;
  }

  /// Begins; does not wait for Consul.
  public static Discovery open(Optional<ConsulConfig> section, Environment environment) {
    return new Discovery(section.map(config -> ConsulDiscovery.start(config, environment)));
  }

  /// Makes a process known until what is answered is closed; close it before the server.
  ///
  /// @param service what clients ask for, `monitoring`
  /// @param instance what tells it from others of its service
  /// @param address where others reach it, `host:port`
  /// @param trouble why it cannot work at the moment, empty if it can
  /// @throws BadConfiguration if it listens everywhere, so that nobody knows where to call
  public AutoCloseable register(
      String service, String instance, String address, Supplier<Optional<String>> trouble) {
    if (consul.isEmpty()) {
      return () -> {};
    }
    int colon = address.lastIndexOf(':');
    String host = callable(address.substring(0, colon));
    int port = Integer.parseInt(address.substring(colon + 1));
    var self = new ServiceInstance(service, service + "-" + instance, host, port);
    return consul.get().register(self, trouble);
  }

  private static String callable(String written) {
    String host = written.replaceAll("[\\[\\]]", "");
    try {
      if (!InetAddress.getByName(host).isAnyLocalAddress()) {
        return host;
      }
    } catch (UnknownHostException _) {
      return host;
    }
    throw new BadConfiguration(
        "discovery cannot tell others to call \"%s\"; let the process listen on, or advertise, an address that they reach"
            .formatted(written));
  }

  @Override
  public void close() {
    consul.ifPresent(ConsulDiscovery::close);
  }
}
