package io.aramaki.allinone.home;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// The command lines of our processes: the same java, the same class path, the flags that fit each.
public final class Commands {
  /// The services, in the order in which their logs are read best.
  public static final List<String> SERVICES =
      List.of("inventory", "monitoring", "ticketing", "alerting", "gateway");

  private static final List<String> JVM =
      List.of(
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          // An archive of classes fits only processes that agree on this.
          "-XX:+UseCompactObjectHeaders",
          "-XX:+ExitOnOutOfMemoryError");

  private static final String AGENT_MAIN = "io.aramaki.agent.Main";

  /// The property with the directory of the agent's jars. The JVM keeps the directory of each jar
  /// on its class path in memory, so the agent has a class path of its own.
  private static final String AGENT_LIB = "aramaki.agent.lib";

  /// For a gateway with 10,000 agents, each of which takes 50 KiB of it. The heap gives back what
  /// it does not need, and grows late.
  private static final List<String> GATEWAY =
      List.of(
          "-Xmx1g",
          "-Xmn96m",
          "-Xms160m",
          "-XX:MinHeapFreeRatio=15",
          "-XX:MaxHeapFreeRatio=30",
          "-XX:+UseSerialGC");

  /// For a small agent; the entry script has the same for `agent-process`.
  public static final List<String> AGENT =
      List.of(
          "-Xmx32m",
          "-Xmn1m",
          "-Xms4m",
          "-XX:MinHeapFreeRatio=5",
          "-XX:MaxHeapFreeRatio=10",
          "-XX:-ShrinkHeapInSteps",
          "-XX:MarkSweepDeadRatio=0",
          "-Xss256k",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:CompileThresholdScaling=30",
          "-XX:ReservedCodeCacheSize=16m",
          "-XX:StringTableSize=4096",
          "-XX:TrimNativeHeapInterval=10000",
          "-XX:-UsePerfData");

  /// What the C library is told in a small agent; the entry script has the same.
  public static final Map<String, String> AGENT_ENVIRONMENT = Map.of("MALLOC_ARENA_MAX", "1");

  private final Home home;
  private final Function<String, List<String>> archive;

  /// @param archive the flags by which a process has an archive of its classes, by its name
  public Commands(Home home, Function<String, List<String>> archive) {
    this.home = home;
    this.archive = archive;
  }

  /// For processes that run once or for a short time.
  public Commands(Home home) {
    this(home, _ -> List.of());
  }

  /// A service in a process of its own.
  ///
  /// @param part for example `gateway-2`
  public List<String> service(String part) {
    var main = "io.aramaki." + Layout.service(part) + ".Main";
    return java(
        part,
        Layout.service(part).equals("gateway") ? GATEWAY : List.of("-Xmx512m", "-XX:+UseSerialGC"),
        main,
        "--config",
        home.config(part).toString());
  }

  /// All services in one process.
  public List<String> services() {
    return java(
        "services",
        List.of("-Xmx1280m", "-XX:+UseG1GC"),
        "io.aramaki.allinone.Main",
        "serve",
        home.root().toString());
  }

  /// What a process finds in its environment beside what the supervisor has there.
  public static Map<String, String> environment(String part) {
    return part.equals("agent") ? AGENT_ENVIRONMENT : Map.of();
  }

  public List<String> agent() {
    return java("agent", AGENT, AGENT_MAIN, "run", "--config", home.config("agent").toString());
  }

  /// Enrols the agent; the token comes by the variable `ARAMAKI_ENROLMENT_TOKEN`.
  public List<String> enrolAgent() {
    return java(
        "enrol",
        List.of("-Xmx64m", "-XX:+UseSerialGC"),
        AGENT_MAIN,
        "enrol",
        "--config",
        home.config("agent").toString());
  }

  public List<String> supervisor(List<String> arguments) {
    var all = new ArrayList<String>(List.of("supervise", home.root().toString()));
    all.addAll(arguments);
    return java(
        "supervisor",
        List.of("-Xmx128m", "-XX:+UseSerialGC"),
        "io.aramaki.allinone.Main",
        all.toArray(String[]::new));
  }

  private List<String> java(String name, List<String> flags, String main, String... arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM);
    // Without an archive of its own an agent starts slower and takes less memory.
    command.addAll(name.equals("agent") ? List.of() : archive.apply(name));
    command.addAll(flags);
    for (var property :
        List.of("aramaki.root", "aramaki.lib", AGENT_LIB, "aramaki.cassandra.lib")) {
      var value = System.getProperty(property);
      if (value != null) {
        command.add("-D" + property + "=" + value);
      }
    }
    command.add("-Daramaki.ready.file=" + home.run().resolve(name + ".ready"));
    command.addAll(ownFlags(name));
    command.addAll(List.of("-cp", classPath(main), main));
    command.addAll(List.of(arguments));
    return command;
  }

  /// What the operator adds for one process, for example `-Xmx2g`: the lines of `config/NAME.jvm`,
  /// read before every start; empty lines and those with `#` are skipped.
  private List<String> ownFlags(String name) {
    var file = home.config().resolve(name + ".jvm");
    if (!Files.exists(file)) {
      return List.of();
    }
    try (var lines = Files.lines(file)) {
      return lines
          .map(String::strip)
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  /// The directory with our jars, as a wildcard: the whole list would be longer than what the
  /// kernel shows of a process.
  private static String classPath(String main) {
    var lib = System.getProperty("aramaki.lib");
    var agent = System.getProperty(AGENT_LIB, "");
    if (main.equals(AGENT_MAIN) && !agent.isEmpty() && Files.isDirectory(Path.of(agent))) {
      return agent + "/*";
    }
    return lib == null ? System.getProperty("java.class.path") : lib + "/*";
  }
}
