package io.aramaki.kit.testing;

import io.aramaki.kit.cassandra.CassandraConfig;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/// A stock Cassandra in a container, for who wants to see that nothing depends on how ours is set
/// up. It lets everyone in.
final class DockerCassandra implements AutoCloseable {
  private static final String IMAGE = "cassandra:5.0";
  private static final int PORT = 9042;
  private static final Duration START_MAX = Duration.ofMinutes(3);
  private static final String OPTIONS =
      "-Dcassandra.ring_delay_ms=0 -Dcassandra.skip_wait_for_gossip_to_settle=0";

  private final GenericContainer<?> container;

  private DockerCassandra(GenericContainer<?> container) {
    this.container = container;
  }

  static DockerCassandra start() {
    var container =
        new GenericContainer<>(DockerImageName.parse(IMAGE))
            .withExposedPorts(PORT)
            .withEnv("JVM_EXTRA_OPTS", OPTIONS)
            .withEnv("HEAP_NEWSIZE", "128m")
            .withEnv("MAX_HEAP_SIZE", "512m")
            .waitingFor(Wait.forLogMessage(".*Startup complete.*", 1))
            .withStartupTimeout(START_MAX);
    container.start();
    return new DockerCassandra(container);
  }

  CassandraConfig config() {
    var point = container.getHost() + ":" + container.getMappedPort(PORT);
    return new CassandraConfig(
        List.of(point),
        CassandraConfig.DEFAULT_DATACENTER,
        "unused",
        Optional.empty(),
        Optional.empty(),
        CassandraConfig.DEFAULT_REQUEST_TIMEOUT,
        1);
  }

  @Override
  public void close() {
    container.stop();
  }
}
