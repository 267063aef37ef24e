package io.aramaki.allinone.home;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
          "-XX:+ExitOnOutOfMemoryError");

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
        List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=4"),
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

  public List<String> agent() {
    return java(
        "agent",
        List.of("-Xmx48m", "-XX:+UseSerialGC"),
        "io.aramaki.agent.Main",
        "run",
        "--config",
        home.config("agent").toString());
  }

  /// Enrols the agent; the token comes by the variable `ARAMAKI_ENROLMENT_TOKEN`.
  public List<String> enrolAgent() {
    return java(
        "enrol",
        List.of("-Xmx64m", "-XX:+UseSerialGC"),
        "io.aramaki.agent.Main",
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
    command.addAll(archive.apply(name));
    command.addAll(flags);
    for (var property : List.of("aramaki.root", "aramaki.lib", "aramaki.cassandra.lib")) {
      var value = System.getProperty(property);
      if (value != null) {
        command.add("-D" + property + "=" + value);
      }
    }
    command.add("-Daramaki.ready.file=" + home.run().resolve(name + ".ready"));
    command.addAll(ownFlags(name));
    command.addAll(List.of("-cp", classPath(), main));
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
  private static String classPath() {
    var lib = System.getProperty("aramaki.lib");
    return lib == null ? System.getProperty("java.class.path") : lib + "/*";
  }
}
