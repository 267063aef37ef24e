package io.aramaki.kit.cassandra;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.CqlSessionBuilder;
import com.datastax.oss.driver.api.core.InvalidKeyspaceException;
import com.datastax.oss.driver.api.core.auth.AuthenticationException;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens a service's session on its keyspace, and makes the keyspace at the first start.
///
/// Reads and writes go to a local quorum, conditional ones are local-serial. Statements count as
/// idempotent unless they say otherwise, which [Cql] does for conditional ones: the driver must
/// never send those twice.
public final class Sessions {
  private static final Logger log = LoggerFactory.getLogger(Sessions.class);

  /// How long a start waits for a database that is not there yet, so that both may be started at
  /// the same moment.
  private static final Duration START_PATIENCE = Duration.ofSeconds(60);

  private static final Duration START_RETRY = Duration.ofMillis(250);
  private static final Duration RECONNECT_MIN = Duration.ofMillis(100);
  private static final Duration RECONNECT_MAX = Duration.ofSeconds(1);
  private static final Duration HEARTBEAT_INTERVAL = Duration.ofSeconds(5);
  private static final Duration HEARTBEAT_TIMEOUT = Duration.ofSeconds(5);

  /// How long the driver collects schema changes before it looks at them: every change of a new
  /// keyspace waits for it.
  private static final Duration SCHEMA_WINDOW = Duration.ofMillis(20);

  /// The all-in-one opens one for each service; far more are a leak, and the driver warns.
  private static final int SESSIONS_MAX = 16;

  private static final int IN_FLIGHT_PER_CONNECTION_MAX = 2_048;
  private static final int IO_THREADS = 2;

  private Sessions() {}

  /// Connects to the configured keyspace, which exists afterwards.
  ///
  /// @throws StorageUnavailable if no contact point answers within a minute, or refuses the login
  public static CqlSession open(CassandraConfig config) {
    return open(config, START_PATIENCE);
  }

  static CqlSession open(CassandraConfig config, Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    while (true) {
      try {
        return connect(config);
      } catch (AllNodesFailedException e) {
        if (refusedLogin(e) || System.nanoTime() >= end || Thread.currentThread().isInterrupted()) {
          throw new StorageUnavailable(
              "cannot connect to Cassandra at " + config.contactPoints() + ": " + e.getMessage(),
              false,
              e);
        }
        log.atDebug().setCause(e).log("Cassandra does not answer yet");
        LockSupport.parkNanos(START_RETRY.toNanos());
      }
    }
  }

  private static CqlSession connect(CassandraConfig config) {
    try {
      return builder(config, config.keyspace()).build();
    } catch (InvalidKeyspaceException _) {
      try (var session = builder(config, null).build()) {
        session.execute(
            "CREATE KEYSPACE IF NOT EXISTS "
                + config.keyspace()
                + " WITH replication = "
                + replication(config)
                + " AND durable_writes = true");
      }
      return builder(config, config.keyspace()).build();
    }
  }

  private static String replication(CassandraConfig config) {
    return "{'class': 'NetworkTopologyStrategy', '"
        + config.localDatacenter().replace("'", "''")
        + "': "
        + config.replicationFactor()
        + "}";
  }

  private static CqlSessionBuilder builder(CassandraConfig config, @Nullable String keyspace) {
    var builder =
        CqlSession.builder()
            .withConfigLoader(driverConfig(config))
            .withLocalDatacenter(config.localDatacenter());
    if (keyspace != null) {
      builder.withKeyspace(keyspace);
    }
    if (config.username().isPresent() && config.passwordFile().isPresent()) {
      builder.withAuthCredentials(config.username().get(), password(config.passwordFile().get()));
    }
    return builder;
  }

  private static DriverConfigLoader driverConfig(CassandraConfig config) {
    var timeout = config.requestTimeout();
    return DriverConfigLoader.programmaticBuilder()
        .withStringList(DefaultDriverOption.CONTACT_POINTS, config.contactPoints())
        .withString(DefaultDriverOption.REQUEST_CONSISTENCY, "LOCAL_QUORUM")
        .withString(DefaultDriverOption.REQUEST_SERIAL_CONSISTENCY, "LOCAL_SERIAL")
        .withBoolean(DefaultDriverOption.REQUEST_DEFAULT_IDEMPOTENCE, true)
        .withBoolean(DefaultDriverOption.TIMESTAMP_GENERATOR_FORCE_JAVA_CLOCK, true)
        .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, timeout)
        .withDuration(DefaultDriverOption.CONNECTION_CONNECT_TIMEOUT, timeout)
        .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, timeout)
        .withDuration(DefaultDriverOption.CONTROL_CONNECTION_TIMEOUT, timeout)
        .withDuration(DefaultDriverOption.METADATA_SCHEMA_REQUEST_TIMEOUT, timeout)
        .withStringList(
            DefaultDriverOption.METADATA_SCHEMA_REFRESHED_KEYSPACES, List.of(config.keyspace()))
        .withDuration(DefaultDriverOption.METADATA_SCHEMA_WINDOW, SCHEMA_WINDOW)
        .withDuration(DefaultDriverOption.CONTROL_CONNECTION_AGREEMENT_INTERVAL, SCHEMA_WINDOW)
        .withDuration(DefaultDriverOption.RECONNECTION_BASE_DELAY, RECONNECT_MIN)
        .withDuration(DefaultDriverOption.RECONNECTION_MAX_DELAY, RECONNECT_MAX)
        .withDuration(DefaultDriverOption.HEARTBEAT_INTERVAL, HEARTBEAT_INTERVAL)
        .withInt(DefaultDriverOption.SESSION_LEAK_THRESHOLD, SESSIONS_MAX)
        .withDuration(DefaultDriverOption.HEARTBEAT_TIMEOUT, HEARTBEAT_TIMEOUT)
        .withInt(DefaultDriverOption.CONNECTION_MAX_REQUESTS, IN_FLIGHT_PER_CONNECTION_MAX)
        .withInt(DefaultDriverOption.NETTY_IO_SIZE, IO_THREADS)
        .withInt(DefaultDriverOption.NETTY_ADMIN_SIZE, 1)
        .withDuration(DefaultDriverOption.NETTY_IO_SHUTDOWN_QUIET_PERIOD, Duration.ZERO)
        .withDuration(DefaultDriverOption.NETTY_ADMIN_SHUTDOWN_QUIET_PERIOD, Duration.ZERO)
        .build();
  }

  private static String password(Path file) {
    try {
      return Files.readString(file, UTF_8).strip();
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "password-file "
              + file
              + " cannot be read; expected a file with the password in its first line",
          e);
    }
  }

  private static boolean refusedLogin(AllNodesFailedException e) {
    return e.getAllErrors().values().stream()
        .flatMap(List::stream)
        .anyMatch(AuthenticationException.class::isInstance);
  }
}
