package io.aramaki.kit.cassandra;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Where a service's keyspace is and how to reach it.
///
/// - `contactPoints`: `host:port` of nodes to ask first; at least one.
/// - `localDatacenter`: the data centre whose replicas answer; `datacenter1` is Cassandra's own
///   default name.
/// - `keyspace`: the service's own keyspace, made at the first start if it is absent.
/// - `username`, `passwordFile`: both or neither; the file holds the password in its first line and
///   must be readable by its owner only.
/// - `requestTimeout`: how long one statement may take before it counts as failed or, for a
///   conditional one, as unknown.
/// - `replicationFactor`: used only when the keyspace is made.
public record CassandraConfig(
    List<String> contactPoints,
    String localDatacenter,
    String keyspace,
    Optional<String> username,
    Optional<Path> passwordFile,
    Duration requestTimeout,
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
            "contact point '" + point + "' is not valid; expected host:port");
      }
    }
    if (!keyspace.matches("[a-z][a-z0-9_]{0,47}")) {
      throw new IllegalArgumentException(
          "keyspace '"
              + keyspace
              + "' is not valid; expected [a-z][a-z0-9_]*, at most 48 characters");
    }
    if (username.isPresent() != passwordFile.isPresent()) {
      throw new IllegalArgumentException(
          "username and password-file belong together; give both or neither");
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
