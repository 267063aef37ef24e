package io.aramaki.allinone.home;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;

/// The ports of one instance, chosen at its first start and kept: a restart must find its peers
/// where they were. Preferred numbers are taken if they are free.
public final class Ports {
  /// What people and agents dial, so that it is the same on every machine where it is free.
  private static final int PEOPLE_PREFERRED = 8443;

  private static final int AGENTS_PREFERRED = 8444;

  /// Where programs send metrics if they are told only the host.
  private static final int OTLP_PREFERRED = 4317;

  /// Below what kernels give to outgoing connections, which would take the port of a service while
  /// it is restarted; Cassandra's are above 20,000.
  private static final int LOWEST = 14_000;

  private static final int HIGHEST = 19_999;
  private static final int TRIES_MAX = 1_000;

  private final Home home;
  private final TreeMap<String, Integer> chosen = new TreeMap<>();

  private Ports(Home home) {
    this.home = home;
  }

  public static Ports open(Home home) {
    var ports = new Ports(home);
    var file = home.config().resolve("ports.properties");
    if (Files.exists(file)) {
      var properties = new Properties();
      try (var reader = Files.newBufferedReader(file)) {
        properties.load(reader);
      } catch (IOException e) {
        throw new UncheckedIOException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
      }
      for (var name : properties.stringPropertyNames()) {
        ports.chosen.put(name, Integer.parseInt(properties.getProperty(name).strip()));
      }
    }
    return ports;
  }

  /// The people's door of the first gateway.
  public int people() {
    return people("gateway");
  }

  /// @param part a process of the gateway; only the first prefers the well-known ports
  int people(String part) {
    return of(part + "-people", Layout.suffix(part).isEmpty() ? PEOPLE_PREFERRED : 0);
  }

  int agents(String part) {
    return of(part + "-agents", Layout.suffix(part).isEmpty() ? AGENTS_PREFERRED : 0);
  }

  int otlp(String part) {
    return of(part + "-otlp", Layout.suffix(part).isEmpty() ? OTLP_PREFERRED : 0);
  }

  int grpc(String part) {
    return of(part + "-grpc", 0);
  }

  /// The port of the admin pages of a process.
  public int admin(String part) {
    return of(part + "-admin", 0);
  }

  private synchronized int of(String name, int preferred) {
    var known = chosen.get(name);
    if (known != null) {
      return known;
    }
    int port =
        preferred != 0 && !chosen.containsValue(preferred) && free(preferred)
            ? preferred
            : anyFree();
    chosen.put(name, port);
    var text =
        new StringBuilder("# The ports of this instance. Change one while the instance is down.\n");
    chosen.forEach((key, value) -> text.append(key).append('=').append(value).append('\n'));
    Home.writePrivate(home.config().resolve("ports.properties"), text.toString());
    return port;
  }

  private int anyFree() {
    for (int i = 0; i < TRIES_MAX; i++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST + 1);
      if (!chosen.containsValue(port) && free(port)) {
        return port;
      }
    }
    throw new IllegalStateException(
        "no free port between %d and %d on the loopback interface".formatted(LOWEST, HIGHEST));
  }

  private static boolean free(int port) {
    try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort() == port;
    } catch (IOException _) {
      return false;
    }
  }
}
