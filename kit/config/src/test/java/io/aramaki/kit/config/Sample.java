package io.aramaki.kit.config;

import io.aramaki.kit.app.Redacted;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A configuration with one key of each type.
record Sample(
    @Doc("What it is called.") String name,
    @Default("true") boolean enabled,
    @Default("9042") int port,
    @Default("1099511627776") long bytesMax,
    @Default("0.25") double sampleRatio,
    @Default("1m30s") @Doc("How long to wait.") Duration timeout,
    Optional<Path> passwordFile,
    Optional<URI> otlpEndpoint,
    @Default("local-quorum") Level level,
    Optional<Redacted> secret,
    @Default("[127.0.0.1]") List<String> contactPoints,
    Set<Level> levels,
    Map<String, String> labels,
    Http http,
    Optional<Tls> tls,
    @Default("none") Finder finder,
    List<Route> routes) {

  enum Level {
    ONE,
    LOCAL_QUORUM
  }

  record Http(@Default("127.0.0.1") String host, @Default("0") int port) {
    Http {
      if (port < 0 || port > 65535) {
        throw new IllegalArgumentException("port must be 0 to 65535, was " + port);
      }
      if (host.equals("bad") && port == 1) {
        throw new IllegalArgumentException("this host and this port do not go together");
      }
    }
  }

  record Tls(Path certificate) {}

  sealed interface Finder {}

  record None() implements Finder {}

  record ListFinder(List<String> hosts) implements Finder {}

  record ConsulHttp(@Default("8500") int port) implements Finder {}

  record Route(String receiver, List<Route> routes, Map<String, Http> doors) {}
}
