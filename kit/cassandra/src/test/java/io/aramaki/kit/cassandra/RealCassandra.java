package io.aramaki.kit.cassandra;

import io.aramaki.kit.cassandra.embedded.EmbeddedCassandra;
import io.aramaki.kit.cassandra.embedded.EmbeddedCassandraConfig;
import io.aramaki.kit.cassandra.embedded.Pause;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// The one Cassandra of this module's tests. Other modules use `CassandraExtension` of
/// `kit/testing`, which stands on this module.
public final class RealCassandra {
  private static final AtomicInteger KEYSPACES = new AtomicInteger();

  /// Options that make a child fit for tests: it ends with this JVM and does not compile much.
  public static final List<String> TEST_OPTIONS =
      List.of(
          "-Daramaki.cassandra.parent=" + ProcessHandle.current().pid(), "-XX:TieredStopAtLevel=1");

  private static final class Holder {
    static final EmbeddedCassandra CASSANDRA = start();
  }

  private RealCassandra() {}

  /// A configuration with a keyspace that nobody else uses.
  public static CassandraConfig freshKeyspace() {
    return Holder.CASSANDRA.configFor("test_" + KEYSPACES.incrementAndGet());
  }

  /// Runs the action while Cassandra stands still, as in a very long garbage collection.
  public static void whilePaused(Runnable action) {
    try (var _ = Pause.of(Holder.CASSANDRA.pid())) {
      action.run();
    }
  }

  private static EmbeddedCassandra start() {
    try {
      // Below target, where the build's own clean removes what a killed JVM leaves.
      var directory =
          Files.createTempDirectory(Files.createDirectories(Path.of("target")), "cassandra-");
      var child =
          EmbeddedCassandra.start(
              EmbeddedCassandraConfig.in(directory).withHeap("512m").withJvmOptions(TEST_OPTIONS));
      Runtime.getRuntime().addShutdownHook(new Thread(child::kill));
      return child;
    } catch (IOException e) {
      throw new UncheckedIOException("no directory for Cassandra", e);
    }
  }
}
