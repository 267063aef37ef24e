package io.aramaki.kit.http.admin;

import io.aramaki.kit.config.Default;
import io.aramaki.kit.config.Doc;

/// Where the admin server listens.
///
/// @param host a loopback address, unless the server is given TLS
/// @param port 0 for a free one
public record HttpConfig(
    @Default("127.0.0.1")
        @Doc("The address for health, metrics and status; loopback, unless TLS is set up.")
        String host,
    @Default("0") @Doc("Its port; 0 takes a free one.") int port) {
  private static final int PORT_MAX = 65535;

  public HttpConfig {
    if (host.isBlank()) {
      throw new IllegalArgumentException("host must not be empty");
    }
    if (port < 0 || port > PORT_MAX) {
      throw new IllegalArgumentException("port must be 0 to " + PORT_MAX + ", was " + port);
    }
  }

  /// Answers loopback with a free port.
  public static HttpConfig loopback() {
    return new HttpConfig("127.0.0.1", 0);
  }
}
