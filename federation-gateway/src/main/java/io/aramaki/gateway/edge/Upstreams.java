package io.aramaki.gateway.edge;

import io.aramaki.kit.security.tls.TlsContexts;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.TrustOptions;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The connections to our own services over which streams are relayed.
///
/// A connection carries at most [#STREAMS_PER_CONNECTION] streams: what a receiver does not read
/// counts against the connection's window, so a stalled stream can hold up only those beside it.
/// Each connection is pinged; one that does not answer within [#PING_TIMEOUT_MS] is closed, which
/// cuts its streams. So an agent is told within [#LOSS_TOLD_MS] that its service is dead, also when
/// the network or a stopped process swallows everything without a word.
final class Upstreams {
  /// From the answer to one ping to the next. Our services cut off a client that pings more often
  /// than every second.
  static final long PING_INTERVAL_MS = 1_500;

  /// How long a service may take to answer a ping: a long pause for garbage is no death.
  static final long PING_TIMEOUT_MS = 2_500;

  /// The longest from the loss of a service to its agents hearing of it.
  static final long LOSS_TOLD_MS = 5_000;

  /// How long it may take to have a stream to a service, waiting, connecting and greeting included.
  static final long OPEN_TIMEOUT_MS = 4_000;

  /// How long connections with a certificate that was replaced are kept.
  private static final long RETIREMENT_MS = 300_000;

  static final int STREAMS_PER_CONNECTION = 100;
  private static final int CONNECTIONS_MAX = 256;
  private static final int WAITING_MAX = 10_000;
  private static final int CONNECT_TIMEOUT_MS = 3_500;
  private static final int CONNECTION_WINDOW_BYTES = 16 * 1024 * 1024;
  private static final int IDLE_CONNECTION_SECONDS = 60;
  private static final int HTTPS = 443;

  private static final Logger log = LoggerFactory.getLogger(Upstreams.class);

  private final Vertx vertx;
  private final HttpClient client;
  private volatile boolean retired;

  Upstreams(Vertx vertx, TlsContexts tls) {
    this.vertx = vertx;
    this.client =
        vertx
            .httpClientBuilder()
            .with(options(tls))
            .with(
                new PoolOptions().setHttp2MaxSize(CONNECTIONS_MAX).setMaxWaitQueueSize(WAITING_MAX))
            .withConnectHandler(this::watch)
            .build();
  }

  private static HttpClientOptions options(TlsContexts tls) {
    return new HttpClientOptions()
        .setProtocolVersion(HttpVersion.HTTP_2)
        .setSsl(true)
        .setUseAlpn(true)
        .setAlpnVersions(List.of(HttpVersion.HTTP_2))
        .setEnabledSecureTransportProtocols(new LinkedHashSet<>(TlsContexts.PROTOCOLS))
        .setKeyCertOptions(KeyCertOptions.wrap(tls.keyManager().orElseThrow()))
        .setTrustOptions(TrustOptions.wrap(tls.trustManager()))
        .setConnectTimeout(CONNECT_TIMEOUT_MS)
        .setSslHandshakeTimeout(CONNECT_TIMEOUT_MS)
        .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
        .setHttp2MultiplexingLimit(STREAMS_PER_CONNECTION)
        .setHttp2ConnectionWindowSize(CONNECTION_WINDOW_BYTES)
        .setHttp2KeepAliveTimeout(IDLE_CONNECTION_SECONDS);
  }

  /// Asks for a stream.
  ///
  /// @param address `host:port` of an instance
  /// @param service what its certificate must name, `{service}.aramaki.internal`
  Future<HttpClientRequest> request(String address, String service, String path) {
    int colon = address.lastIndexOf(':');
    SocketAddress server =
        SocketAddress.inetSocketAddress(
            Integer.parseInt(address.substring(colon + 1)), address.substring(0, colon));
    return client.request(
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setServer(server)
            .setHost(service + ".aramaki.internal")
            .setPort(HTTPS)
            .setURI(path)
            .setConnectTimeout(CONNECT_TIMEOUT_MS));
  }

  private void watch(HttpConnection connection) {
    // What was lost is told to each stream; the connection itself has nothing to add.
    connection.exceptionHandler(e -> log.atDebug().setCause(e).log("connection to service failed"));
    new Ping(vertx, connection).next();
  }

  /// Takes no more streams; those that are open have a while to end.
  void retire() {
    retired = true;
    vertx.setTimer(RETIREMENT_MS, _ -> close());
  }

  boolean isRetired() {
    return retired;
  }

  Future<Void> close() {
    return client.close();
  }

  /// Asks a connection for a sign of life, again and again.
  private static final class Ping {
    private final Vertx vertx;
    private final HttpConnection connection;
    private long timer;
    private boolean closed;

    Ping(Vertx vertx, HttpConnection connection) {
      this.vertx = vertx;
      this.connection = connection;
      connection.closeHandler(_ -> {
        closed = true;
        vertx.cancelTimer(timer);
      });
    }

    void next() {
      timer = vertx.setTimer(PING_INTERVAL_MS, _ -> ask());
    }

    private void ask() {
      timer = vertx.setTimer(PING_TIMEOUT_MS, _ -> giveUp());
      connection.ping(Buffer.buffer(new byte[Long.BYTES])).onSuccess(_ -> answered());
    }

    private void answered() {
      if (!closed && vertx.cancelTimer(timer)) {
        next();
      }
    }

    private void giveUp() {
      log.atWarn()
          .addKeyValue("address", connection.remoteAddress())
          .log("service does not answer pings; its streams are cut");
      connection.close();
    }
  }
}
