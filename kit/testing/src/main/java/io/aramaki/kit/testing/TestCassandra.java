package io.aramaki.kit.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.aramaki.kit.cassandra.CassandraConfig;
import io.aramaki.kit.cassandra.embedded.EmbeddedCassandra;
import io.aramaki.kit.cassandra.embedded.EmbeddedCassandraConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The Cassandra of a test run: the one that `-Daramaki.test.cassandra=host:port[:user:password]`
/// names, else a child of this JVM that ends with it, however it ends.
final class TestCassandra implements AutoCloseable {
  private static final String EXISTING = "aramaki.test.cassandra";
  private static final String HEAP = "512m";

  private final CassandraConfig config;
  private final Path directory;
  private final Optional<EmbeddedCassandra> child;

  private TestCassandra(CassandraConfig config, Path directory, Optional<EmbeddedCassandra> child) {
    this.config = config;
    this.directory = directory;
    this.child = child;
  }

  static TestCassandra obtain() {
    try {
      var directory = Files.createTempDirectory("aramaki-cassandra-");
      var existing = System.getProperty(EXISTING, "");
      return existing.isEmpty() ? startChild(directory) : connectTo(existing, directory);
    } catch (IOException e) {
      throw new UncheckedIOException("no directory for the Cassandra of this test run", e);
    }
  }

  CassandraConfig configFor(String keyspace) {
    return config.withKeyspace(keyspace);
  }

  private static TestCassandra startChild(Path directory) {
    var options =
        List.of(
            "-Daramaki.cassandra.parent=" + ProcessHandle.current().pid(),
            "-Dcassandra.test.flush_local_schema_changes=false",
            "-XX:TieredStopAtLevel=1");
    var child =
        EmbeddedCassandra.start(
            EmbeddedCassandraConfig.in(directory).withHeap(HEAP).withJvmOptions(options));
    return new TestCassandra(child.configFor("unused"), directory, Optional.of(child));
  }

  private static TestCassandra connectTo(String existing, Path directory) throws IOException {
    var parts = existing.split(":", 4);
    if (parts.length != 2 && parts.length != 4) {
      throw new IllegalArgumentException(
          "-D"
              + EXISTING
              + " has "
              + parts.length
              + " parts; expected host:port or host:port:user:password");
    }
    var point = parts[0] + ":" + parts[1];
    if (parts.length == 2) {
      var open =
          new CassandraConfig(
              List.of(point),
              CassandraConfig.DEFAULT_DATACENTER,
              "unused",
              Optional.empty(),
              Optional.empty(),
              CassandraConfig.DEFAULT_REQUEST_TIMEOUT,
              1);
      return new TestCassandra(open, directory, Optional.empty());
    }
    var password =
        Files.createFile(
            directory.resolve("password"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(password, parts[3], UTF_8);
    return new TestCassandra(
        CassandraConfig.of(point, "unused", parts[2], password), directory, Optional.empty());
  }

  @Override
  public void close() throws IOException {
    child.ifPresent(EmbeddedCassandra::kill);
    try (var files = Files.walk(directory)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
