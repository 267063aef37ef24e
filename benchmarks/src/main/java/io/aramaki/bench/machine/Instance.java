package io.aramaki.bench.machine;

import io.aramaki.cli.api.Api;
import io.aramaki.cli.api.Connection;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/// An instance of our own, each service in its own process, started by `./aramaki up --split` in a
/// directory that nobody used before.
public final class Instance implements AutoCloseable {
  private final Path root;
  private final Path home;
  private boolean kept;

  private Instance(Path root, Path home) {
    this.root = root;
    this.home = home;
  }

  /// Makes a new one and waits until it is up.
  ///
  /// @param root the directory of the sources, where the script lies
  public static Instance start(Path root) throws IOException {
    return start(root, Map.of());
  }

  /// The same with flags for the JVMs of some services.
  ///
  /// @param flags by the name of the process
  public static Instance start(Path root, Map<String, List<String>> flags) throws IOException {
    var instance = new Instance(root, Files.createTempDirectory("aramaki-bench-"));
    try {
      instance.choosePorts();
      for (Map.Entry<String, List<String>> own : flags.entrySet()) {
        Files.write(instance.home.resolve("config/" + own.getKey() + ".jvm"), own.getValue());
      }
      try {
        instance.run(List.of("up", "--split"));
      } catch (IOException e) {
        // Where others use the machine, three minutes may not be enough: a second one goes on
        // waiting.
        System.out.println("bench: " + e.getMessage() + "; waiting once more");
        instance.run(List.of("up", "--split"));
      }
      return instance;
    } catch (IOException | RuntimeException e) {
      instance.keep();
      instance.close();
      throw e;
    }
  }

  /// Takes free ports for the doors instead of the well-known ones, which another instance may
  /// want.
  private void choosePorts() throws IOException {
    try (var people = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var agents = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var otlp = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Files.createDirectories(home.resolve("config"));
      Files.writeString(
          home.resolve("config/ports.properties"),
          "gateway-people=%d%ngateway-agents=%d%ngateway-otlp=%d%n"
              .formatted(people.getLocalPort(), agents.getLocalPort(), otlp.getLocalPort()));
    }
  }

  public Path home() {
    return home;
  }

  /// Lets the directory stay when the instance is stopped.
  public void keep() {
    kept = true;
  }

  public Api api() {
    return Api.open(connection());
  }

  /// All processes by name, but for the agent of this host.
  public Map<String, Long> servers() throws IOException {
    Properties properties = properties("run/state.properties");
    var pids = new TreeMap<String, Long>();
    for (String key : properties.stringPropertyNames()) {
      if (key.endsWith(".pid") && !key.startsWith("agent")) {
        pids.put(key.substring(0, key.length() - 4), Long.parseLong(properties.getProperty(key)));
      }
    }
    return pids;
  }

  private void run(List<String> arguments) throws IOException {
    var command = new ArrayList<>(List.of(root.resolve("aramaki").toString()));
    command.addAll(arguments);
    var builder = new ProcessBuilder(command).inheritIO();
    builder.environment().put("ARAMAKI_HOME", home.toString());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    int code;
    try {
      code = builder.start().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted: " + e);
    }
    if (code != 0) {
      throw new IOException("./aramaki %s failed".formatted(String.join(" ", arguments)));
    }
  }

  /// Starts everything again on the same data.
  public void startAgain() throws IOException {
    run(List.of("up", "--split"));
  }

  /// Stops everything, so that what was in memory is on the disk; the directory stays.
  public void stop() throws IOException {
    run(List.of("down"));
  }

  /// How to reach the people's door.
  public Connection connection() {
    return Connection.read(home.resolve("cli.json"));
  }

  /// The port of a service's admin pages.
  public int adminPort(String service) throws IOException {
    Properties ports = properties("config/ports.properties");
    String port = ports.getProperty(service + "-admin", "");
    if (port.isEmpty()) {
      throw new IOException("the instance has no admin port of " + service);
    }
    return Integer.parseInt(port);
  }

  /// The port of the agents' door.
  public int agentsPort() throws IOException {
    return Integer.parseInt(properties("config/ports.properties").getProperty("gateway-agents"));
  }

  private Properties properties(String file) throws IOException {
    var properties = new Properties();
    try (var reader = Files.newBufferedReader(home.resolve(file))) {
      properties.load(reader);
    }
    return properties;
  }

  @Override
  public void close() throws IOException {
    run(List.of("down"));
    if (kept) {
      System.out.println("The instance's directory stays: " + home);
      return;
    }
    Directories.delete(home);
  }
}
