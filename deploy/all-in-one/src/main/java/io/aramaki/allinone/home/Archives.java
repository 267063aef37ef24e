package io.aramaki.allinone.home;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Archives of loaded classes beside our jars (ADR 0101). The first orderly stop of a process
/// writes its own; later starts of every instance of this build take half the CPU time. The JVM
/// sees by itself when jars or JDK have changed, and writes it anew.
final class Archives {
  /// The process with all services in it, and so the archive with the classes of each.
  private static final String ALL = "services";

  /// Processes that load what no service has loaded.
  private static final List<String> OTHERS = List.of("agent", "supervisor");

  /// Runs once in the life of an instance, while somebody waits for it.
  private static final String ONCE = "enrol";

  private final Path directory;

  Archives(Path lib) {
    directory = lib.resolveSibling("archives");
  }

  /// The flags for the JVM of a process; none where we may not write. What the JVM says of classes
  /// that it leaves out would be noise in our logs.
  List<String> flags(String name) {
    if (name.equals(ONCE)) {
      return List.of();
    }
    try {
      Files.createDirectories(directory);
    } catch (IOException _) {
      return List.of();
    }
    var all = directory.resolve(ALL + ".jsa");
    var file = OTHERS.contains(name) || !Files.exists(all) ? directory.resolve(name + ".jsa") : all;
    return List.of(
        "-XX:+AutoCreateSharedArchive", "-XX:SharedArchiveFile=" + file, "-Xlog:cds*=off");
  }
}
