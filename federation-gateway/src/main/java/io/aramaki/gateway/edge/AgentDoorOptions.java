package io.aramaki.gateway.edge;

import io.aramaki.kit.security.tls.TlsContexts;
import io.aramaki.kit.security.tls.TlsIdentity;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.TrustOptions;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Where the agents' door is and what lock it has.
///
/// @param host the address to listen on
/// @param port 0 picks a free one
/// @param identity the gateway's own certificate; agents of its organisation may come in
/// @param eventLoops how many threads relay
/// @param connectionsMax how many connections there may be at a time; more are closed at once
public record AgentDoorOptions(
    String host, int port, TlsIdentity identity, int eventLoops, int connectionsMax) {
  /// Twice the agents of a large organisation: all may come back before their old connections are
  /// noticed to be dead.
  static final int CONNECTIONS_MAX = 20_000;

  /// Observe, Control and a few short calls.
  private static final int STREAMS_PER_CONNECTION = 8;

  /// What one agent may send before it is read, per stream and in all.
  private static final int STREAM_WINDOW_BYTES = 256 * 1024;

  private static final int CONNECTION_WINDOW_BYTES = 1024 * 1024;
  private static final int HEADERS_BYTES_MAX = 16 * 1024;
  private static final int HANDSHAKE_SECONDS = 10;

  /// A connection on which nothing at all happens for so long is given up: agents send heartbeats.
  private static final int IDLE_SECONDS = 120;

  public AgentDoorOptions(String host, int port, TlsIdentity identity, int eventLoops) {
    this(host, port, identity, eventLoops, CONNECTIONS_MAX);
  }

  HttpServerOptions toHttp(TlsContexts tls) {
    return new HttpServerOptions()
        .setHost(host)
        // Several event loops listen on one port; -1 means a free one that they share.
        .setPort(port == 0 ? -1 : port)
        .setSsl(true)
        .setUseAlpn(true)
        .setAlpnVersions(List.of(HttpVersion.HTTP_2))
        .setEnabledSecureTransportProtocols(new LinkedHashSet<>(TlsContexts.PROTOCOLS))
        .setKeyCertOptions(KeyCertOptions.wrap(tls.keyManager().orElseThrow()))
        .setTrustOptions(TrustOptions.wrap(tls.trustManager()))
        .setClientAuth(ClientAuth.REQUEST)
        .setSslHandshakeTimeout(HANDSHAKE_SECONDS)
        .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS)
        .setIdleTimeout(IDLE_SECONDS)
        .setInitialSettings(
            new Http2Settings()
                .setMaxConcurrentStreams(STREAMS_PER_CONNECTION)
                .setInitialWindowSize(STREAM_WINDOW_BYTES)
                .setMaxHeaderListSize(HEADERS_BYTES_MAX))
        .setHttp2ConnectionWindowSize(CONNECTION_WINDOW_BYTES);
  }
}
