package io.aramaki.kit.cassandra;

import io.aramaki.kit.config.Default;
import io.aramaki.kit.config.Doc;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Where a service's keyspace is and how to reach it.
public record CassandraConfig(
    @Default("[127.0.0.1:9042]") @Doc("Nodes to ask first, each host:port.")
        List<String> contactPoints,
    @Default("datacenter1") @Doc("The data centre whose replicas answer.") String localDatacenter,
    @Doc("The service's own keyspace; made at the first start if it is absent.") String keyspace,
    @Doc("The role to log in as; goes with password-file.") Optional<String> username,
    @Doc("A file with the password in its first line, readable by its owner only.")
        Optional<Path> passwordFile,
    @Default("5s")
        @Doc(
            "How long one statement may take before it counts as failed or, if conditional, as unknown.")
        Duration requestTimeout,
    @Default("1") @Doc("Replicas per row; used only when the keyspace is made.")
        int replicationFactor) {

  public static final String DEFAULT_DATACENTER = "datacenter1";
  public static final Duration DEFAULT_REQUEST_TIMEOUT = Duration.ofSeconds(5);

  public CassandraConfig {
    contactPoints = List.copyOf(contactPoints);
    if (contactPoints.isEmpty()) {
      throw new IllegalArgumentException(
          "contact-points is empty; expected at least one host:port");
    }
    for (var point : contactPoints) {
      if (!point.matches(".+:[1-9][0-9]{0,4}")) {
        throw new IllegalArgumentException(
            "contact-points has '" + point + "'; expected host:port");
      }
    }
    if (!keyspace.matches("[a-z][a-z0-9_]{0,47}")) {
      throw new IllegalArgumentException(
          "keyspace '"
              + keyspace
              + "' is not valid; expected [a-z][a-z0-9_]*, at most 48 characters");
    }
    if (username.isPresent() != passwordFile.isPresent()) {
      throw new IllegalArgumentException("username goes with password-file; give both or neither");
    }
    if (requestTimeout.isNegative() || requestTimeout.isZero()) {
      throw new IllegalArgumentException(
          "request-timeout is " + requestTimeout + "; expected more than 0");
    }
    if (replicationFactor < 1) {
      throw new IllegalArgumentException(
          "replication-factor is " + replicationFactor + "; expected 1 or more");
    }
  }

  /// A configuration with the default data centre, timeout and one replica.
  public static CassandraConfig of(
      String contactPoint, String keyspace, String username, Path passwordFile) {
    return new CassandraConfig(
        List.of(contactPoint),
        DEFAULT_DATACENTER,
        keyspace,
        Optional.of(username),
        Optional.of(passwordFile),
        DEFAULT_REQUEST_TIMEOUT,
        1);
  }

  public CassandraConfig withKeyspace(String other) {
    return new CassandraConfig(
        contactPoints,
        localDatacenter,
        other,
        username,
        passwordFile,
        requestTimeout,
        replicationFactor);
  }

  public CassandraConfig withRequestTimeout(Duration other) {
    return new CassandraConfig(
        contactPoints, localDatacenter, keyspace, username, passwordFile, other, replicationFactor);
  }

  public CassandraConfig withPasswordFile(Path other) {
    return new CassandraConfig(
        contactPoints,
        localDatacenter,
        keyspace,
        username,
        Optional.of(other),
        requestTimeout,
        replicationFactor);
  }
}
