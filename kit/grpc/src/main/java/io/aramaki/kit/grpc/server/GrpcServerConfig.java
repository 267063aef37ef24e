package io.aramaki.kit.grpc.server;

import io.aramaki.kit.config.Default;
import io.aramaki.kit.config.Doc;
import java.time.Duration;

/// Where and within which limits a gRPC server listens. The keys are explained by their [Doc].
public record GrpcServerConfig(
    @Doc("The address to listen on.") @Default("127.0.0.1") String host,
    @Doc("The port; 0 takes a free one.") @Default("0") int port,
    @Doc("The largest request, in bytes.") @Default("4194304") int maxMessageBytes,
    @Doc("How many calls one connection may have open.") @Default("1000") int maxCallsPerConnection,
    @Doc("How many calls the server answers at a time; each agent has two open.") @Default("50000")
        int maxCalls,
    @Doc("How often one person may call one RPC that declares no rate.") @Default("100")
        int personRatePerSecond,
    @Doc("How often one service or agent may call one RPC that declares no rate.") @Default("2000")
        int processRatePerSecond,
    @Doc("After which silence a connection is probed.") @Default("30s") Duration keepAliveTime,
    @Doc("Within which time a probe must be answered.") @Default("10s") Duration keepAliveTimeout,
    @Doc("How often a client may probe us; one that does so more often is cut off.") @Default("1s")
        Duration minClientKeepAlive,
    @Doc("How long calls in progress may go on when the server stops.") @Default("5s")
        Duration shutdownGrace) {
  private static final int PORT_MAX = 65_535;
  private static final int MESSAGE_BYTES_MAX = 64 * 1024 * 1024;

  public GrpcServerConfig {
    between("port", port, 0, PORT_MAX);
    between("max-message-bytes", maxMessageBytes, 1024, MESSAGE_BYTES_MAX);
    between("max-calls-per-connection", maxCallsPerConnection, 1, Integer.MAX_VALUE);
    between("max-calls", maxCalls, 1, Integer.MAX_VALUE);
    between("person-rate-per-second", personRatePerSecond, 1, Integer.MAX_VALUE);
    between("process-rate-per-second", processRatePerSecond, 1, Integer.MAX_VALUE);
    atLeast("keep-alive-time", keepAliveTime, Duration.ofSeconds(1));
    atLeast("keep-alive-timeout", keepAliveTimeout, Duration.ofSeconds(1));
    atLeast("min-client-keep-alive", minClientKeepAlive, Duration.ofSeconds(1));
    atLeast("shutdown-grace", shutdownGrace, Duration.ZERO);
  }

  /// Answers the defaults on loopback with a free port.
  public static GrpcServerConfig local() {
    return at("127.0.0.1", 0);
  }

  /// Answers the defaults on an address.
  public static GrpcServerConfig at(String host, int port) {
    return new GrpcServerConfig(
        host,
        port,
        4 * 1024 * 1024,
        1_000,
        50_000,
        100,
        2_000,
        Duration.ofSeconds(30),
        Duration.ofSeconds(10),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5));
  }

  private static void between(String key, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(key + " must be " + min + " to " + max + ", was " + value);
    }
  }

  private static void atLeast(String key, Duration value, Duration min) {
    if (value.compareTo(min) < 0) {
      throw new IllegalArgumentException(key + " must be at least " + min + ", was " + value);
    }
  }
}
