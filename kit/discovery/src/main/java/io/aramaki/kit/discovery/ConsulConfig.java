package io.aramaki.kit.discovery;

import io.aramaki.kit.config.Default;
import io.aramaki.kit.config.Doc;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// How Consul is used.
///
/// @param url the HTTP interface of the Consul agent on this host
/// @param tokenFile holds the ACL token
/// @param ttl after which an instance that says nothing counts as critical; said every third of it
/// @param deregisterAfter after which Consul forgets a critical instance; Consul takes at least 1m
/// @param watchWait how long one watch query waits for a change
public record ConsulConfig(
    @Default("http://127.0.0.1:8500") @Doc("The HTTP interface of the Consul agent on this host.")
        URI url,
    @Doc("A file with the ACL token.") Optional<Path> tokenFile,
    @Default("10s") @Doc("After this time without a sign of life an instance is critical.")
        Duration ttl,
    @Default("10m") @Doc("After this time Consul forgets a critical instance; at least 1m.")
        Duration deregisterAfter,
    @Default("30s") @Doc("How long one query waits for a change.") Duration watchWait) {
  private static final Duration TTL_MIN = Duration.ofMillis(300);
  private static final Duration DEREGISTER_MIN = Duration.ofMinutes(1);
  private static final Duration WAIT_MIN = Duration.ofSeconds(1);
  private static final Duration WAIT_MAX = Duration.ofMinutes(10);

  public ConsulConfig {
    if (url.getHost() == null || !url.getScheme().matches("https?")) {
      throw new IllegalArgumentException("url must be http://host:port, was " + url);
    }
    within("ttl", ttl, TTL_MIN, Duration.ofDays(1));
    within("deregister-after", deregisterAfter, DEREGISTER_MIN, Duration.ofDays(365));
    within("watch-wait", watchWait, WAIT_MIN, WAIT_MAX);
  }

  private static void within(String key, Duration value, Duration min, Duration max) {
    if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
      throw new IllegalArgumentException(key + " must be " + min + " to " + max + ", was " + value);
    }
  }
}
