package io.aramaki.gateway.web.door;

import io.aramaki.kit.security.tls.TlsContexts;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Where the people's door is and what lock it has.
///
/// @param host the address to listen on
/// @param port 0 picks a free one
/// @param tls shows the gateway's own certificate
/// @param certificate a certificate of the operator's own to show instead
/// @param eventLoops how many threads move bytes
/// @param connectionsMax how many connections there may be at a time; more are closed at once
public record PeopleDoorOptions(
    String host,
    int port,
    TlsContexts tls,
    Optional<Certificate> certificate,
    int eventLoops,
    int connectionsMax) {
  static final int CONNECTIONS_MAX = 4_096;

  private static final int STREAMS_PER_CONNECTION = 100;
  private static final int HEADERS_BYTES_MAX = 16 * 1024;
  private static final int HANDSHAKE_SECONDS = 10;

  /// Longer than the pause between two signs of life of an event stream.
  private static final int IDLE_SECONDS = 75;

  /// A certificate and its key, both PEM.
  public record Certificate(Path chain, Path key) {}

  public PeopleDoorOptions(
      String host, int port, TlsContexts tls, Optional<Certificate> certificate, int eventLoops) {
    this(host, port, tls, certificate, eventLoops, CONNECTIONS_MAX);
  }

  HttpServerOptions toHttp() {
    KeyCertOptions keys =
        certificate
            .<KeyCertOptions>map(own ->
                new PemKeyCertOptions()
                    .addCertPath(own.chain().toString())
                    .addKeyPath(own.key().toString()))
            .orElseGet(() -> KeyCertOptions.wrap(tls.keyManager().orElseThrow()));
    return new HttpServerOptions()
        .setHost(host)
        .setPort(port == 0 ? -1 : port)
        .setSsl(true)
        .setUseAlpn(true)
        .setAlpnVersions(List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1))
        .setEnabledSecureTransportProtocols(new LinkedHashSet<>(List.of("TLSv1.3", "TLSv1.2")))
        .setKeyCertOptions(keys)
        .setSslHandshakeTimeout(HANDSHAKE_SECONDS)
        .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS)
        .setIdleTimeout(IDLE_SECONDS)
        .setMaxHeaderSize(HEADERS_BYTES_MAX)
        .setMaxInitialLineLength(HEADERS_BYTES_MAX)
        .setCompressionSupported(false)
        .setInitialSettings(
            new Http2Settings()
                .setMaxConcurrentStreams(STREAMS_PER_CONNECTION)
                .setMaxHeaderListSize(HEADERS_BYTES_MAX));
  }
}
