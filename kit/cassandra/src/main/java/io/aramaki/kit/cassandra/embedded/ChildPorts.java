package io.aramaki.kit.cassandra.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Properties;
import java.util.random.RandomGenerator;

/// The child's ports: chosen once among the free ones, then kept in a file, because clients that
/// reconnect look for the same port.
///
/// They are chosen below the range from which the kernel takes ports for outgoing connections.
/// Within it, another process could hold the port while Cassandra is down, or a client that
/// reconnects could even be connected to itself.
record ChildPorts(int nativePort, int storagePort, int sslStoragePort) {
  private static final int LOWEST = 20_000;
  private static final int HIGHEST = 32_000;
  private static final int ATTEMPTS = 1_000;

  static ChildPorts in(Path file, RandomGenerator random) throws IOException {
    if (Files.exists(file)) {
      return read(file);
    }
    var ports = choose(random);
    var properties = new Properties();
    properties.setProperty("native", Integer.toString(ports.nativePort));
    properties.setProperty("storage", Integer.toString(ports.storagePort));
    properties.setProperty("ssl-storage", Integer.toString(ports.sslStoragePort));
    try (var out = Files.newBufferedWriter(file)) {
      properties.store(
          out, "Chosen once; delete this file while Cassandra is down to choose others");
    }
    return ports;
  }

  static InetSocketAddress loopback(int port) {
    try {
      return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are always an address", e);
    }
  }

  /// Says which of the ports another process holds, or nothing.
  String taken() {
    var taken = new ArrayList<Integer>();
    for (int port : new int[] {nativePort, storagePort}) {
      if (!free(port)) {
        taken.add(port);
      }
    }
    return taken.isEmpty() ? "" : taken.toString();
  }

  private static ChildPorts read(Path file) throws IOException {
    var properties = new Properties();
    try (var in = Files.newBufferedReader(file)) {
      properties.load(in);
    }
    return new ChildPorts(
        port(file, properties, "native"),
        port(file, properties, "storage"),
        port(file, properties, "ssl-storage"));
  }

  private static int port(Path file, Properties properties, String key) throws IOException {
    var text = properties.getProperty(key, "");
    if (!text.matches("[1-9][0-9]{0,4}") || Integer.parseInt(text) > 65_535) {
      throw new IOException(
          file
              + ": '"
              + key
              + "' is '"
              + text
              + "'; expected a port number. Delete the file to choose again");
    }
    return Integer.parseInt(text);
  }

  private static ChildPorts choose(RandomGenerator random) throws IOException {
    var found = new ArrayList<Integer>();
    var tried = new HashSet<Integer>();
    for (int i = 0; i < ATTEMPTS && found.size() < 3; i++) {
      int port = random.nextInt(LOWEST, HIGHEST);
      if (tried.add(port) && free(port)) {
        found.add(port);
      }
    }
    if (found.size() < 3) {
      throw new IOException(
          "no three free ports on 127.0.0.1 between " + LOWEST + " and " + HIGHEST);
    }
    return new ChildPorts(found.get(0), found.get(1), found.get(2));
  }

  private static boolean free(int port) {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(loopback(port));
      return true;
    } catch (IOException _) {
      return false;
    }
  }
}
