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
/// names; else, with `-Daramaki.test.docker=true`, a container; else a child of this JVM that ends
/// with it, however it ends.
final class TestCassandra implements AutoCloseable {
  private static final String EXISTING = "aramaki.test.cassandra";
  private static final String DOCKER = "aramaki.test.docker";

  /// Each test class has a keyspace of its own. After all classes of monitoring 370 to 550 MB are
  /// in use behind a collection.
  private static final String HEAP = "1g";

  private static final int PARTS_WITH_LOGIN = 4;

  private final CassandraConfig config;
  private final Path directory;
  private final Runnable stop;

  private TestCassandra(CassandraConfig config, Path directory, Runnable stop) {
    this.config = config;
    this.directory = directory;
    this.stop = stop;
  }

  static TestCassandra obtain() {
    try {
      var directory = Files.createTempDirectory("aramaki-cassandra-");
      var existing = System.getProperty(EXISTING, "");
      if (!existing.isEmpty()) {
        return new TestCassandra(parse(existing, directory), directory, () -> {});
      }
      return Boolean.getBoolean(DOCKER) ? startContainer(directory) : startChild(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("no directory for the Cassandra of this test run", e);
    }
  }

  CassandraConfig configFor(String keyspace) {
    return config.withKeyspace(keyspace);
  }

  private static TestCassandra startContainer(Path directory) {
    var container = DockerCassandra.start();
    return new TestCassandra(container.config(), directory, container::close);
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
    return new TestCassandra(child.configFor("unused"), directory, child::kill);
  }

  static CassandraConfig parse(String existing, Path directory) throws IOException {
    var parts = existing.split(":", PARTS_WITH_LOGIN);
    if (parts.length != 2 && parts.length != PARTS_WITH_LOGIN) {
      throw new IllegalArgumentException(
          "-D"
              + EXISTING
              + " has "
              + parts.length
              + " parts; expected host:port or host:port:user:password");
    }
    var point = parts[0] + ":" + parts[1];
    if (parts.length == 2) {
      return new CassandraConfig(
          List.of(point),
          CassandraConfig.DEFAULT_DATACENTER,
          "unused",
          Optional.empty(),
          Optional.empty(),
          CassandraConfig.DEFAULT_REQUEST_TIMEOUT,
          1);
    }
    var ownerOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    var password = Files.createFile(directory.resolve("password"), ownerOnly);
    Files.writeString(password, parts[3], UTF_8);
    return CassandraConfig.of(point, "unused", parts[2], password);
  }

  @Override
  public void close() throws IOException {
    stop.run();
    try (var files = Files.walk(directory)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
