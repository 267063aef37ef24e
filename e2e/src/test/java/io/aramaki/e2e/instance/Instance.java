package io.aramaki.e2e.instance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.aramaki.cli.api.Api;
import io.aramaki.cli.api.Connection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/// An instance in a home of its own, started and stopped by the commands that people use.
public final class Instance implements AutoCloseable {
  /// The parts of a split instance.
  public static final List<String> PARTS =
      List.of("cassandra", "inventory", "monitoring", "ticketing", "alerting", "gateway", "agent");

  /// How long a part may take from its death until it serves again; reliability.md asks for 10 s on
  /// a quiet machine, and here others build beside it.
  public static final Duration BACK_MAX = Duration.ofSeconds(60);

  private static final Duration COMMAND_MAX = Duration.ofMinutes(5);

  private final Path root = Path.of(System.getProperty("aramaki.root"));
  private final Path lib = root.resolve("deploy/all-in-one/target/lib");
  private final Path home;
  private final Map<String, String> environment;

  /// @param home its directory; made if it is missing
  /// @param environment variables for all its processes
  public Instance(Path home, Map<String, String> environment) {
    this.home = home.toAbsolutePath();
    this.environment = Map.copyOf(environment);
    if (!Files.isDirectory(lib)) {
      throw new IllegalStateException(
          lib + " is missing (run: mvn -pl deploy/all-in-one,deploy/cassandra -am package)");
    }
  }

  /// Its directory.
  public Path home() {
    return home;
  }

  /// `./aramaki up` with options.
  public Ran up(String... options) throws IOException {
    return run("io.aramaki.allinone.Main", with("up", options));
  }

  /// `./aramaki status`.
  public Ran status() throws IOException {
    return run("io.aramaki.allinone.Main", new String[] {"status"});
  }

  /// A command of the command line, for example `check ls`.
  public Ran cli(String... words) throws IOException {
    return run("io.aramaki.cli.Main", words);
  }

  /// A command of the command line that is not waited for.
  public Process startCli(String... words) throws IOException {
    return builder("io.aramaki.cli.Main", words).redirectErrorStream(true).start();
  }

  /// The people's door, as the administrator.
  public Api api() {
    return Api.open(connection());
  }

  /// How the command line reaches the people's door.
  public Connection connection() {
    return Connection.read(home.resolve("cli.json"));
  }

  /// The authority of this organisation.
  public Path certificateAuthority() {
    return home.resolve("ca.pem");
  }

  /// The first administrator's password.
  public String adminPassword() throws IOException {
    return Files.readString(home.resolve("admin-password")).strip();
  }

  /// A port by its name in `ports.properties`, for example `gateway-agents`.
  public int port(String name) throws IOException {
    return Integer.parseInt(properties(home.resolve("config/ports.properties")).getProperty(name));
  }

  /// The configuration file of a process.
  public Path config(String process) {
    return home.resolve("config").resolve(process + ".yaml");
  }

  /// Changes a configuration and restarts the process in order, as an operator does.
  public void reconfigure(String process, UnaryOperator<String> change) throws IOException {
    var file = config(process);
    var before = Files.readString(file);
    var after = change.apply(before);
    if (after.equals(before)) {
      throw new IllegalArgumentException("the change leaves " + file + " as it is");
    }
    Files.writeString(file, after);
    signal(process, "TERM");
    awaitBack(process);
  }

  /// Sets the JVM flags of a part from its next start on; none takes them away.
  public void flags(String part, String... flags) throws IOException {
    Files.writeString(home.resolve("config").resolve(part + ".jvm"), String.join("\n", flags));
  }

  /// The process of a part now.
  public long pid(String part) throws IOException {
    return Long.parseLong(state().getProperty(part + ".pid", "0"));
  }

  /// How often the supervisor has started a part again.
  public long restarts(String part) throws IOException {
    return Long.parseLong(state().getProperty(part + ".restarts", "0"));
  }

  /// The command line of a part's process now; empty if it has none.
  public String commandLine(String part) throws IOException {
    var file = Path.of("/proc", Long.toString(pid(part)), "cmdline");
    return Files.exists(file) ? Files.readString(file) : "";
  }

  private Map.Entry<String, Long> killed = Map.entry("", 0L);

  /// Sends a signal to the process of a part.
  public void signal(String part, String signal) throws IOException {
    long pid = pid(part);
    killed = Map.entry(part, pid);
    send(signal, pid);
  }

  /// Sends a signal to a process.
  public static void send(String signal, long pid) throws IOException {
    var process =
        new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
            .redirectErrorStream(true)
            .start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (waitFor(process) != 0) {
      throw new IOException("kill -%s %d: %s".formatted(signal, pid, said));
    }
  }

  /// Kills a part with SIGKILL and waits until the supervisor has it back.
  public Duration kill(String part) throws IOException {
    long begin = System.nanoTime();
    signal(part, "KILL");
    awaitBack(part);
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  /// The process that keeps the parts.
  public long supervisor() throws IOException {
    return Long.parseLong(state().getProperty("supervisor.pid"));
  }

  /// Kills the supervisor with SIGKILL; nobody starts it again but `up`.
  public void killSupervisor() throws IOException {
    long supervisor = supervisor();
    send("KILL", supervisor);
    Eventually.holds(
        "the supervisor is gone",
        BACK_MAX,
        () -> ProcessHandle.of(supervisor).flatMap(it -> it.info().commandLine()).isEmpty());
  }

  /// Waits until a part that was signalled has another process which serves.
  public void awaitBack(String part) {
    var before = killed.getKey().equals(part) ? killed.getValue() : 0;
    Eventually.holds(
        part + " back",
        BACK_MAX,
        () -> {
          var state = state();
          return state.getProperty(part + ".state").equals("READY")
              && Long.parseLong(state.getProperty(part + ".pid")) != before;
        });
  }

  /// All check states, by the name of their check without its collection.
  public Map<String, JsonNode> checkStates() throws IOException {
    var states = new java.util.TreeMap<String, JsonNode>();
    for (var state : api().list("/v1/orgs/-/checkStates", "check_states", Map.of())) {
      states.put(state.path("check").asText().replaceAll(".*/", ""), state);
    }
    return states;
  }

  /// The state of one check; a missing node if there is none yet.
  public JsonNode checkState(String check) throws IOException {
    return checkStates().getOrDefault(check, MissingNode.getInstance());
  }

  /// The last lines of a part's log.
  public String log(String part) throws IOException {
    return Files.readString(home.resolve("log").resolve(part + ".log"));
  }

  @Override
  public void close() throws IOException {
    down();
  }

  /// `./aramaki down`.
  public void down() throws IOException {
    var down = run("io.aramaki.allinone.Main", new String[] {"down"});
    if (down.status() != 0) {
      throw new IOException("down: " + down);
    }
  }

  private Properties state() throws IOException {
    return properties(home.resolve("run/state.properties"));
  }

  private static Properties properties(Path file) throws IOException {
    var properties = new Properties();
    try (var reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    }
    return properties;
  }

  private Ran run(String main, String[] words) throws IOException {
    var directory = Files.createTempDirectory("aramaki-e2e");
    var out = directory.resolve("out");
    var err = directory.resolve("err");
    try {
      var process =
          builder(main, words).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      return new Ran(waitFor(process), Files.readString(out), Files.readString(err));
    } finally {
      Files.deleteIfExists(out);
      Files.deleteIfExists(err);
      Files.delete(directory);
    }
  }

  private ProcessBuilder builder(String main, String... words) throws IOException {
    Files.createDirectories(
        home, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx256m",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Daramaki.root=" + root,
            "-Daramaki.lib=" + lib,
            "-Daramaki.cassandra.lib=" + root.resolve("deploy/cassandra/target/lib"),
            "-cp",
            lib + "/*",
            main));
    command.addAll(Arrays.asList(words));
    var builder = new ProcessBuilder(command).redirectInput(Path.of("/dev/null").toFile());
    builder.environment().putAll(environment);
    builder.environment().put("ARAMAKI_HOME", home.toString());
    return builder;
  }

  private static int waitFor(Process process) {
    try {
      if (!process.waitFor(COMMAND_MAX.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("%s takes too long".formatted(process.info()));
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException(e));
    }
  }

  private static String[] with(String first, String... more) {
    var all = new ArrayList<String>(List.of(first));
    all.addAll(Arrays.asList(more));
    return all.toArray(String[]::new);
  }
}
