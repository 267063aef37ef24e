package io.aramaki.kit.cassandra.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.DELETE_ON_CLOSE;
import static java.nio.file.StandardOpenOption.DSYNC;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// The files of one child: what we write for it to read. The directory belongs to its owner alone,
/// because Cassandra itself guards none of its files.
///
/// ```text
/// <directory>/conf/{cassandra.yaml, logback.xml, jvm.options}   written anew at each start
///             conf/ports                                       chosen once
///             credentials/password                             made once, 0600
///             data/ commitlog/ saved_caches/ hints/ cdc/       Cassandra's
///             log/{cassandra.log, cassandra.out}  tmp/
/// ```
final class ChildDirectory {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> OWNER_ONLY_DIRECTORY =
      PosixFilePermissions.fromString("rwx------");
  private static final int PASSWORD_BYTES = 24;

  private final Path root;

  ChildDirectory(Path root) throws IOException {
    this.root = root;
    Files.createDirectories(root);
    Files.setPosixFilePermissions(root, OWNER_ONLY_DIRECTORY);
    for (var name : new String[] {"conf", "credentials", "log", "tmp", "triggers"}) {
      Files.createDirectories(root.resolve(name));
    }
  }

  Path root() {
    return root;
  }

  Path ports() {
    return root.resolve("conf").resolve("ports");
  }

  Path passwordFile() {
    return root.resolve("credentials").resolve("password");
  }

  Path jvmOptions() {
    return root.resolve("conf").resolve("jvm.options");
  }

  Path log() {
    return root.resolve("log").resolve("cassandra.log");
  }

  /// What the JVM itself says before and beside Cassandra's log.
  Path out() {
    return root.resolve("log").resolve("cassandra.out");
  }

  Path lock() {
    return root.resolve("lock");
  }

  /// Makes the password at the first start. An empty file is what a crash between creation and
  /// writing leaves; it is replaced, and the child takes over the new password when it starts.
  void ensurePassword(SecureRandom random) throws IOException {
    if (Files.exists(passwordFile()) && !Files.readString(passwordFile(), UTF_8).isBlank()) {
      return;
    }
    var bytes = new byte[PASSWORD_BYTES];
    random.nextBytes(bytes);
    var text = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes) + "\n";
    var fresh = passwordFile().resolveSibling("password.new");
    Files.deleteIfExists(fresh);
    var asOwner = PosixFilePermissions.asFileAttribute(OWNER_ONLY);
    try (var channel = FileChannel.open(fresh, EnumSet.of(CREATE_NEW, WRITE), asOwner)) {
      channel.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
      channel.force(true);
    }
    Files.move(
        fresh, passwordFile(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /// Writes the configuration for one start and empties what only the last one needed.
  void write(EmbeddedCassandraConfig config, ChildPorts ports, String role) throws IOException {
    deleteContents(root.resolve("tmp"));
    Files.deleteIfExists(out());
    var classPath =
        config.lib().resolve(EmbeddedCassandraConfig.STAND_IN)
            + File.pathSeparator
            + config.lib()
            + File.separator
            + "*";
    var options = new StringBuilder();
    config.jvmOptions().forEach(option -> options.append(argument(option)).append('\n'));
    var yaml = root.resolve("conf").resolve("cassandra.yaml");
    fill(
        "cassandra.yaml",
        yaml,
        Map.of(
            "@COMMIT_LOG_ACCESS@", commitLogAccess(root),
            "[@DIRECTORY@/data]", "[" + quoted(root.resolve("data")) + "]",
            "@DIRECTORY@/commitlog", quoted(root.resolve("commitlog")),
            "@DIRECTORY@/saved_caches", quoted(root.resolve("saved_caches")),
            "@DIRECTORY@/hints", quoted(root.resolve("hints")),
            "@DIRECTORY@/cdc", quoted(root.resolve("cdc")),
            "@COMMIT_LOG_SYNC@", config.commitLogSync().yaml(),
            "@NATIVE_PORT@", Integer.toString(ports.nativePort()),
            "@STORAGE_PORT@", Integer.toString(ports.storagePort()),
            "@SSL_STORAGE_PORT@", Integer.toString(ports.sslStoragePort())));
    fill(
        "logback.xml",
        root.resolve("conf").resolve("logback.xml"),
        Map.of("@DIRECTORY@", xml(root)));
    fill(
        "jvm.options",
        jvmOptions(),
        Map.of(
            "@HEAP@", config.heap(),
            "@DIRECTORY@", backslashed(root.toString()),
            "@CONFIG_URI@", yaml.toUri().toString(),
            "@ROLE@", role,
            "@CLASS_PATH@", backslashed(classPath)));
    Files.writeString(jvmOptions(), options, UTF_8, APPEND);
  }

  /// How Cassandra writes its log: past the page cache where the file system lets it, else as
  /// Cassandra does unless told otherwise.
  static String commitLogAccess(Path directory) {
    Path log = directory.resolve("commitlog");
    Path probe = log.resolve("direct.probe");
    try {
      Files.createDirectories(log);
    } catch (IOException _) {
      return "legacy"; // Cassandra says what is wrong with it.
    }
    try (var _ = FileChannel.open(probe, CREATE, WRITE, DELETE_ON_CLOSE, DSYNC, direct())) {
      return "direct";
    } catch (IOException | UnsupportedOperationException _) {
      return "legacy";
    }
  }

  /// The JDK's option, which is documented but belongs to no module that compilers let pass.
  private static OpenOption direct() {
    try {
      Object[] options = Class.forName("com.sun.nio.file.ExtendedOpenOption").getEnumConstants();
      return Stream.of(options)
          .map(OpenOption.class::cast)
          .filter(option -> option.toString().equals("DIRECT"))
          .findFirst()
          .orElseThrow(UnsupportedOperationException::new);
    } catch (ClassNotFoundException e) {
      throw new UnsupportedOperationException(e);
    }
  }

  private static void fill(String resource, Path target, Map<String, String> values)
      throws IOException {
    String text;
    try (InputStream in = ChildDirectory.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException(
            "the resource " + resource + " is missing beside " + ChildDirectory.class.getName());
      }
      text = new String(in.readAllBytes(), UTF_8);
    }
    for (var value : values.entrySet()) {
      text = text.replace(value.getKey(), value.getValue());
    }
    Files.writeString(target, text, UTF_8);
  }

  /// A YAML double-quoted string.
  private static String quoted(Path path) {
    return '"' + backslashed(path.toString()) + '"';
  }

  /// One argument of a Java argument file.
  private static String argument(String text) {
    return '"' + backslashed(text) + '"';
  }

  private static String backslashed(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  private static String xml(Path path) {
    return path.toString().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static void deleteContents(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      for (var file :
          files.filter(f -> !f.equals(directory)).sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
