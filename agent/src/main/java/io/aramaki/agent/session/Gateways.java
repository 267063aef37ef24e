package io.aramaki.agent.session;

import io.aramaki.agent.session.socket.BoundedSockets;
import io.aramaki.agent.session.socket.StrictTls;
import io.aramaki.kit.security.Identity;
import io.aramaki.kit.security.tls.TlsContexts;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.okhttp.OkHttpChannelBuilder;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The doors of the organisation: several addresses, one connection at a time, shared by all
/// sessions. After a failure the next address is tried. Whatever the address, the server must show
/// a certificate for `gateway.aramaki.internal`.
public final class Gateways implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Gateways.class);
  private static final String AUTHORITY = "gateway." + Identity.DOMAIN;

  /// All that the JDK has for TLS 1.3.
  private static final List<String> CIPHER_SUITES =
      List.of("TLS_AES_256_GCM_SHA384", "TLS_AES_128_GCM_SHA256", "TLS_CHACHA20_POLY1305_SHA256");

  private static final int MESSAGE_BYTES_MAX = 5 << 20;
  private static final int METADATA_BYTES_MAX = 16 * 1024;
  private static final long KEEP_ALIVE_SECONDS = 30;
  private static final long KEEP_ALIVE_TIMEOUT_SECONDS = 15;
  private static final Duration CONNECT_MAX = Duration.ofSeconds(20);

  /// Longer than a live connection with a session is silent.
  private static final Duration SILENCE_MAX =
      Duration.ofSeconds(KEEP_ALIVE_SECONDS + 2 * KEEP_ALIVE_TIMEOUT_SECONDS);

  private final List<String> addresses;
  private final SSLSocketFactory tls;
  private final ExecutorService handlers =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("gateway").factory());
  private int at;
  private @Nullable ManagedChannel channel;
  private boolean closed;
  private CompletableFuture<@Nullable Void> renewal = new CompletableFuture<>();

  /// @param addresses `host:port`, at least one
  /// @param tls whom we believe and what we show
  /// @param random which address is tried first
  public Gateways(List<String> addresses, TlsContexts tls, RandomGenerator random) {
    if (addresses.isEmpty()) {
      throw new IllegalArgumentException("at least one gateway address is needed");
    }
    this.addresses = List.copyOf(addresses);
    this.tls = new StrictTls(tls);
    this.at = random.nextInt(addresses.size());
  }

  /// Answers the connection; it is made when it is first used.
  public synchronized Channel channel() {
    if (closed) {
      throw new IllegalStateException("the agent is closing");
    }
    ManagedChannel open = channel;
    if (open == null) {
      open = open(addresses.get(at));
      channel = open;
    }
    // Our own backoff decides when to try again, not the channel's, which grows to minutes.
    open.resetConnectBackoff();
    return open;
  }

  /// Goes on to the next address, unless somebody else did already.
  public synchronized void failed(Channel failed) {
    if (failed.equals(channel) && addresses.size() > 1) {
      at = (at + 1) % addresses.size();
      log.atInfo().addKeyValue("gateway", addresses.get(at)).log("next gateway");
      drop();
    }
  }

  /// Connects anew, because the certificate was replaced.
  public synchronized void renew() {
    drop();
    renewal.complete(null);
    renewal = new CompletableFuture<>();
  }

  /// Is done when the certificate is replaced the next time.
  synchronized Future<?> renewal() {
    return renewal;
  }

  @Override
  public synchronized void close() {
    closed = true;
    drop();
    handlers.shutdown();
  }

  private void drop() {
    @Nullable ManagedChannel open = channel;
    channel = null;
    if (open != null) {
      open.shutdownNow();
    }
  }

  private ManagedChannel open(String address) {
    URI target = URI.create("tcp://" + address);
    if (target.getHost() == null || target.getPort() <= 0) {
      throw new IllegalArgumentException(
          "gateway address \"" + address + "\" must have the form host:port");
    }
    return OkHttpChannelBuilder.forAddress(target.getHost(), target.getPort())
        .socketFactory(new BoundedSockets(CONNECT_MAX, SILENCE_MAX))
        .sslSocketFactory(tls)
        .tlsConnectionSpec(
            TlsContexts.PROTOCOLS.toArray(String[]::new), CIPHER_SUITES.toArray(String[]::new))
        .overrideAuthority(AUTHORITY)
        .executor(handlers)
        .disableRetry()
        .keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
        .keepAliveTimeout(KEEP_ALIVE_TIMEOUT_SECONDS, TimeUnit.SECONDS)
        .maxInboundMessageSize(MESSAGE_BYTES_MAX)
        .maxInboundMetadataSize(METADATA_BYTES_MAX)
        .build();
  }
}
