package io.aramaki.gateway.grpc.otlp;

import io.aramaki.gateway.domain.write.Room;
import io.aramaki.gateway.domain.write.WriteLimits;
import io.aramaki.gateway.grpc.write.SampleCalls;
import io.aramaki.gateway.grpc.write.Targets;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/// The door to which programs send metrics by OTLP over gRPC. It is no server of the kit, since who
/// comes is no member of the organisation and shows a token instead of a certificate. A call is let
/// in before its message is read.
public final class OtlpDoor implements AutoCloseable {
  private static final int CALLS_PER_CONNECTION = 64;
  private static final int METADATA_BYTES_MAX = 16 * 1024;
  private static final int RESETS_MAX = 200;
  private static final int RESETS_SECONDS = 10;
  private static final Duration HANDSHAKE_MAX = Duration.ofSeconds(10);
  private static final Duration IDLE_MAX = Duration.ofMinutes(5);
  private static final Duration PING_MIN = Duration.ofSeconds(10);
  private static final Duration STOP_MAX = Duration.ofSeconds(5);

  private final Server server;
  private final ExecutorService threads;
  private final String host;

  private OtlpDoor(Server server, ExecutorService threads, String host) {
    this.server = server;
    this.threads = threads;
    this.host = host;
  }

  /// Opens the door.
  ///
  /// @param room the memory of all samples that are being read
  /// @throws UncheckedIOException if the address cannot be used
  public static OtlpDoor start(
      OtlpDoorOptions options, Targets targets, SampleCalls calls, Room room, InstantSource clock) {
    ExecutorService threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("otlp").factory());
    Server server =
        NettyServerBuilder.forAddress(new InetSocketAddress(options.host(), options.port()))
            .sslContext(tls(options))
            .executor(threads)
            .addService(
                ServerInterceptors.intercept(
                    new MetricsEndpoint(calls, room, clock), new LetIn(targets)))
            .handshakeTimeout(HANDSHAKE_MAX.toMillis(), TimeUnit.MILLISECONDS)
            .maxInboundMessageSize(WriteLimits.BODY_BYTES_MAX)
            .maxInboundMetadataSize(METADATA_BYTES_MAX)
            .maxConcurrentCallsPerConnection(CALLS_PER_CONNECTION)
            .maxRstFramesPerWindow(RESETS_MAX, RESETS_SECONDS)
            .maxConnectionIdle(IDLE_MAX.toMillis(), TimeUnit.MILLISECONDS)
            .permitKeepAliveTime(PING_MIN.toMillis(), TimeUnit.MILLISECONDS)
            .build();
    try {
      var _ = server.start();
    } catch (IOException e) {
      threads.shutdownNow();
      throw new UncheckedIOException(
          "cannot listen on " + options.host() + ":" + options.port() + ": " + e.getMessage(), e);
    }
    return new OtlpDoor(server, threads, options.host());
  }

  private static SslContext tls(OtlpDoorOptions options) {
    SslContextBuilder keys =
        options
            .certificate()
            .map(own -> SslContextBuilder.forServer(own.chain().toFile(), own.key().toFile()))
            .orElseGet(() -> SslContextBuilder.forServer(options.tls().keyManagerFactory()));
    try {
      return GrpcSslContexts.configure(keys, SslProvider.JDK)
          .protocols("TLSv1.3", "TLSv1.2")
          .build();
    } catch (SSLException e) {
      throw new IllegalStateException("TLS cannot be set up: " + e.getMessage(), e);
    }
  }

  /// Answers `host:port`, with the real port.
  public String address() {
    return host + ":" + server.getPort();
  }

  @Override
  public void close() {
    server.shutdown();
    try {
      if (!server.awaitTermination(STOP_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        server.shutdownNow();
      }
    } catch (InterruptedException _) {
      server.shutdownNow();
      Thread.currentThread().interrupt();
    }
    threads.shutdownNow();
  }
}
