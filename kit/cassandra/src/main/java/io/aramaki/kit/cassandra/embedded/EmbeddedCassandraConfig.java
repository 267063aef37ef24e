package io.aramaki.kit.cassandra.embedded;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// How to run the child.
///
/// - `directory`: everything the child owns (data, commit log, logs, credentials); made if absent,
///   mode 0700.
/// - `lib`: the class path directory that the module `deploy/cassandra` builds.
/// - `heap`: as for `-Xmx`.
/// - `commitLogSync`: [CommitLogSync#GROUP] unless a test wants to see durability fail.
/// - `startTimeout`: from start to the first answer, replay of the commit log included.
/// - `stopTimeout`: for the orderly stop; then the child is killed, which loses nothing that was
///   acknowledged.
/// - `jvmOptions`: added last, so they win.
public record EmbeddedCassandraConfig(
    Path directory,
    Path lib,
    String heap,
    CommitLogSync commitLogSync,
    Duration startTimeout,
    Duration stopTimeout,
    List<String> jvmOptions) {

  /// Names the class path directory where nobody passes one.
  public static final String LIB_PROPERTY = "aramaki.cassandra.lib";

  /// Chooses [CommitLogSync] by name (`group`, `periodic`) where nobody passes one.
  public static final String SYNC_PROPERTY = "aramaki.cassandra.commitlog-sync";

  /// Our own classes for the child; they come first on its class path.
  static final String STAND_IN = "stand-in.jar";

  public EmbeddedCassandraConfig {
    directory = directory.toAbsolutePath().normalize();
    lib = lib.toAbsolutePath().normalize();
    jvmOptions = List.copyOf(jvmOptions);
    if (!heap.matches("[1-9][0-9]*[mg]")) {
      throw new IllegalArgumentException(
          "heap is '" + heap + "'; expected a number with unit m or g, such as 512m");
    }
    if (!Files.isRegularFile(lib.resolve(STAND_IN))) {
      throw new IllegalArgumentException(
          "no Cassandra class path at "
              + lib
              + "; build it with `mvn -pl deploy/cassandra package` or point -D"
              + LIB_PROPERTY
              + " at one");
    }
  }

  /// What we ship: 1 GiB of heap, the commit log on the disk before the acknowledgement, the class
  /// path named by the system property `aramaki.cassandra.lib`.
  public static EmbeddedCassandraConfig in(Path directory) {
    var lib = System.getProperty(LIB_PROPERTY);
    if (lib == null) {
      throw new IllegalArgumentException(
          "the system property "
              + LIB_PROPERTY
              + " is not set; expected the directory deploy/cassandra/target/lib");
    }
    var sync =
        CommitLogSync.valueOf(System.getProperty(SYNC_PROPERTY, "group").toUpperCase(Locale.ROOT));
    return new EmbeddedCassandraConfig(
        directory,
        Path.of(lib),
        "1g",
        sync,
        Duration.ofSeconds(120),
        Duration.ofSeconds(30),
        List.of());
  }

  public EmbeddedCassandraConfig withLib(Path other) {
    return new EmbeddedCassandraConfig(
        directory, other, heap, commitLogSync, startTimeout, stopTimeout, jvmOptions);
  }

  public EmbeddedCassandraConfig withHeap(String other) {
    return new EmbeddedCassandraConfig(
        directory, lib, other, commitLogSync, startTimeout, stopTimeout, jvmOptions);
  }

  public EmbeddedCassandraConfig withCommitLogSync(CommitLogSync other) {
    return new EmbeddedCassandraConfig(
        directory, lib, heap, other, startTimeout, stopTimeout, jvmOptions);
  }

  public EmbeddedCassandraConfig withStartTimeout(Duration other) {
    return new EmbeddedCassandraConfig(
        directory, lib, heap, commitLogSync, other, stopTimeout, jvmOptions);
  }

  public EmbeddedCassandraConfig withJvmOptions(List<String> other) {
    return new EmbeddedCassandraConfig(
        directory, lib, heap, commitLogSync, startTimeout, stopTimeout, other);
  }
}
