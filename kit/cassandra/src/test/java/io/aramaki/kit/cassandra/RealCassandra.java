package io.aramaki.kit.cassandra;

import io.aramaki.kit.cassandra.embedded.EmbeddedCassandra;
import io.aramaki.kit.cassandra.embedded.EmbeddedCassandraConfig;
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
    signal("STOP");
    try {
      action.run();
    } finally {
      signal("CONT");
    }
  }

  private static void signal(String name) {
    try {
      var kill =
          new ProcessBuilder("kill", "-" + name, Long.toString(Holder.CASSANDRA.pid()))
              .inheritIO()
              .start();
      if (kill.waitFor() != 0) {
        throw new IllegalStateException("kill -" + name + " ended with " + kill.exitValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run kill", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
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
