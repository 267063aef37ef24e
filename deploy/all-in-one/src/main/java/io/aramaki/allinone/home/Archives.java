package io.aramaki.allinone.home;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Archives of loaded classes beside a directory of jars (ADR 0101): a process that has one starts
/// with half the CPU time. A process that has none writes one when it is stopped in order; it is
/// kept for later starts of every instance of this build.
///
/// ```text
/// archives/<fingerprint of jars and JDK>/NAME.jsa
///                                        NAME-<fingerprint of the instance that writes it>.new
/// ```
public final class Archives {
  /// The process with all services in it, and so the archive with the classes of each.
  private static final String ALL = "services";

  /// What another writer left when it was killed.
  private static final Duration ABANDONED = Duration.ofDays(1);

  private static final String QUIET = "-Xlog:cds*=off";

  private static final Logger log = LoggerFactory.getLogger(Archives.class);

  private final Path directory;
  private final String mark;

  /// @param lib the directory with the jars of the processes
  /// @param jdk what JDK they run on
  /// @param instance whose processes they are; a supervisor keeps also what those wrote that an
  ///   earlier one started
  Archives(Path lib, String jdk, Path instance) throws IOException {
    directory = lib.resolveSibling("archives").resolve(fingerprint(lib, jdk));
    mark = "-" + fingerprint(instance.toString()) + ".new";
  }

  /// For processes of an instance that run on the JDK of this one.
  public static Archives beside(Path lib, Home home) throws IOException {
    return new Archives(lib, System.getProperty("java.home") + Runtime.version(), home.root());
  }

  /// The flags for the JVM of a process. What the JVM says of classes that it leaves out would be
  /// noise in our logs.
  ///
  /// @param part of the processes of a service only the first writes; all read
  public List<String> flags(String part) {
    var all = archive(ALL);
    var service = Layout.service(part);
    var kept = Commands.SERVICES.contains(service) && Files.exists(all) ? all : archive(service);
    if (Files.exists(kept)) {
      return List.of("-XX:SharedArchiveFile=" + kept, QUIET);
    }
    return part.equals(service) && isWritable()
        ? List.of("-XX:ArchiveClassesAtExit=" + written(part), QUIET)
        : List.of();
  }

  /// Keeps what processes wrote that were started with our flags, and takes away what is of no use
  /// any more. Nothing is kept before it is on the disk: the JVM trusts what it reads.
  ///
  /// @param names those that were ready before they were stopped; another one has not loaded its
  ///   classes
  public void keep(Collection<String> names) {
    if (!isWritable()) {
      return;
    }
    try {
      for (var name : names) {
        if (isWhole(written(name))) {
          sync(written(name));
          Files.move(written(name), archive(name), StandardCopyOption.ATOMIC_MOVE);
        }
      }
      clean();
    } catch (IOException e) {
      log.atWarn().setCause(e).log("archives of classes are not kept; processes start without");
    }
  }

  private void clean() throws IOException {
    long then = System.currentTimeMillis() - ABANDONED.toMillis();
    for (var build : list(directory.resolveSibling("."))) {
      for (var file : list(build)) {
        boolean old = Files.getLastModifiedTime(file).toMillis() < then;
        boolean ours = file.toString().endsWith(mark);
        boolean unfinished = file.toString().endsWith(".new") && old;
        if (ours || unfinished || !build.endsWith(directory.getFileName())) {
          Files.deleteIfExists(file);
        }
      }
      if (!build.endsWith(directory.getFileName())) {
        Files.deleteIfExists(build);
      }
    }
  }

  private boolean isWritable() {
    try {
      return Files.isWritable(Files.createDirectories(directory));
    } catch (IOException _) {
      return false;
    }
  }

  private Path archive(String name) {
    return directory.resolve(name + ".jsa");
  }

  private Path written(String name) {
    return directory.resolve(name + mark);
  }

  /// The JVM writes the first bytes last.
  private static boolean isWhole(Path file) throws IOException {
    if (!Files.exists(file)) {
      return false;
    }
    try (var in = Files.newInputStream(file)) {
      return in.read() > 0;
    }
  }

  private static void sync(Path file) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  private static String fingerprint(Path lib, String jdk) throws IOException {
    var text = new StringBuilder(jdk);
    for (var jar : list(lib)) {
      text.append('\n').append(jar).append(' ').append(Files.size(jar));
      text.append(' ').append(Files.getLastModifiedTime(jar).toMillis());
    }
    return fingerprint(text.toString());
  }

  private static String fingerprint(String text) {
    return UUID.nameUUIDFromBytes(text.getBytes(UTF_8)).toString();
  }

  private static List<Path> list(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }
}
