package io.aramaki.kit.grpc.server;

import io.aramaki.kit.app.Environment;
import io.aramaki.kit.grpc.CallMetrics;
import io.aramaki.kit.grpc.access.AccessTable;
import io.aramaki.kit.grpc.access.GrpcSecurity;
import io.aramaki.kit.grpc.chain.Chain;
import io.aramaki.kit.grpc.error.ErrorMapping;
import io.aramaki.kit.security.tls.TlsContexts;
import io.aramaki.kit.security.tls.TlsIdentity;
import io.aramaki.kit.telemetry.Metrics;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslProvider;
import io.grpc.protobuf.services.HealthStatusManager;
import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A gRPC server of one of our services. Endpoints block on virtual threads; what they need to know
/// of the caller is in [io.aramaki.kit.grpc.access.Caller].
///
/// A client may come without a certificate, because RPCs for anyone exist; one that is shown must
/// be good, else the handshake fails. All other RPCs need one, see [Chain].
public final class GrpcServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(GrpcServer.class);
  private static final Duration SWEEP = Duration.ofSeconds(1);
  private static final Duration HANDSHAKE_MAX = Duration.ofSeconds(10);

  /// From time to time connections are made anew, so that load finds new instances and certificates
  /// are shown again. Open streams keep the old connection.
  private static final Duration CONNECTION_AGE_MAX = Duration.ofHours(1);

  private static final Duration KILL_GRACE = Duration.ofSeconds(2);
  private static final int METADATA_BYTES_MAX = 16 * 1024;
  private static final int RESETS_MAX = 1_000;
  private static final int RESETS_SECONDS = 10;

  private final GrpcServerConfig config;
  private final Server server;
  private final Chain chain;
  private final HealthStatusManager health;
  private final ScheduledExecutorService sweeper;
  private final ExecutorService handlers;

  private GrpcServer(GrpcServerConfig config, Chain chain, TlsIdentity identity, Builder from) {
    this.config = config;
    this.chain = chain;
    this.health = from.health;
    this.handlers = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("grpc").factory());
    this.server = netty(config, identity, chain, from.definitions(), handlers);
    this.sweeper =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("grpc-sweeper").factory());
  }

  /// Begins the making of a server.
  ///
  /// @param identity key and certificate; replaced ones are used from the next handshake on. Its
  ///   name gives the domain of errors
  public static Builder builder(
      GrpcServerConfig config,
      TlsIdentity identity,
      GrpcSecurity security,
      Environment environment) {
    return new Builder(config, identity, security, environment);
  }

  /// Collects what a server is made of.
  public static final class Builder {
    private final GrpcServerConfig config;
    private final TlsIdentity identity;
    private final GrpcSecurity security;
    private final Environment environment;
    private final HealthStatusManager health = new HealthStatusManager();
    private final List<BindableService> services = new ArrayList<>();
    private ErrorMapping errors = ErrorMapping.NONE;
    private OpenTelemetry telemetry = OpenTelemetry.noop();
    private Optional<Metrics> registry = Optional.empty();

    private Builder(
        GrpcServerConfig config,
        TlsIdentity identity,
        GrpcSecurity security,
        Environment environment) {
      this.config = config;
      this.identity = identity;
      this.security = security;
      this.environment = environment;
      services.add(health.getHealthService());
    }

    /// Adds endpoints.
    public Builder services(List<? extends BindableService> endpoints) {
      services.addAll(endpoints);
      return this;
    }

    /// Sets what turns the domain's exceptions into refusals.
    public Builder errors(ErrorMapping mapping) {
      this.errors = mapping;
      return this;
    }

    /// Sets where spans go.
    public Builder telemetry(OpenTelemetry openTelemetry) {
      this.telemetry = openTelemetry;
      return this;
    }

    /// Sets the registry in which calls are counted.
    public Builder metrics(Metrics registry) {
      this.registry = Optional.of(registry);
      return this;
    }

    /// Starts the server.
    ///
    /// @throws IllegalStateException if an RPC does not say who may call it
    /// @throws UncheckedIOException if the address cannot be used
    public GrpcServer start() {
      String service = identity.identity().name();
      CallMetrics metrics =
          registry
              .<CallMetrics>map(counters -> new CallMetrics.Metered(counters, service))
              .orElse(CallMetrics.NONE);
      var descriptors =
          definitions().stream().map(ServerServiceDefinition::getServiceDescriptor).toList();
      var chain =
          new Chain(
              new Chain.Parts(
                  AccessTable.of(descriptors, security.systemOf()),
                  security,
                  identity.identity(),
                  errors,
                  telemetry,
                  metrics,
                  environment,
                  config.maxCalls(),
                  config.personRatePerSecond(),
                  config.processRatePerSecond()));
      GrpcServer server = new GrpcServer(config, chain, identity, this).started();
      registry.ifPresent(counters ->
          counters.gauge(
              CallMetrics.Metered.prefix(service) + "open",
              "Calls that are being answered.",
              server::openCalls));
      return server;
    }

    private List<ServerServiceDefinition> definitions() {
      return services.stream().map(BindableService::bindService).map(Chain::prepare).toList();
    }
  }

  private GrpcServer started() {
    try {
      server.start();
    } catch (IOException e) {
      handlers.close();
      throw new UncheckedIOException(
          "cannot listen on " + config.host() + ":" + config.port() + ": " + e.getMessage(), e);
    }
    var _ =
        sweeper.scheduleWithFixedDelay(
            this::sweep, SWEEP.toMillis(), SWEEP.toMillis(), TimeUnit.MILLISECONDS);
    log.atInfo().addKeyValue("port", port()).log("grpc server listens");
    return this;
  }

  /// Answers the port, the real one if 0 was asked for.
  public int port() {
    return server.getPort();
  }

  /// Answers the address, `host:port`.
  public String address() {
    return config.host() + ":" + port();
  }

  /// Answers how many calls are being answered.
  public int openCalls() {
    return chain.openCalls();
  }

  /// Tells those who ask the health service whether to send calls here. A started server serves.
  public void serving(boolean ready) {
    health.setStatus(
        HealthStatusManager.SERVICE_NAME_ALL_SERVICES,
        ready ? ServingStatus.SERVING : ServingStatus.NOT_SERVING);
  }

  /// Stops: takes no more calls, ends streams so that their readers go elsewhere, lets unary calls
  /// finish within the grace, then cancels what is left.
  @Override
  public void close() {
    health.enterTerminalState();
    server.shutdown();
    chain.endStreams();
    try {
      if (!server.awaitTermination(config.shutdownGrace().toMillis(), TimeUnit.MILLISECONDS)) {
        log.atWarn().addKeyValue("calls", openCalls()).log("calls in progress are cancelled");
        server.shutdownNow();
        boolean _ = server.awaitTermination(KILL_GRACE.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException _) {
      server.shutdownNow();
      Thread.currentThread().interrupt();
    }
    sweeper.shutdownNow();
    handlers.shutdownNow();
  }

  private void sweep() {
    try {
      chain.sweep();
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("open calls could not be checked; tried again in a second");
    }
  }

  private static Server netty(
      GrpcServerConfig config,
      TlsIdentity identity,
      Chain chain,
      List<ServerServiceDefinition> services,
      ExecutorService handlers) {
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(new InetSocketAddress(config.host(), config.port()))
            .sslContext(tls(identity))
            .executor(handlers)
            .fallbackHandlerRegistry(Chain.unknownMethods())
            .handshakeTimeout(HANDSHAKE_MAX.toMillis(), TimeUnit.MILLISECONDS)
            .maxInboundMessageSize(config.maxMessageBytes())
            .maxInboundMetadataSize(METADATA_BYTES_MAX)
            .maxConcurrentCallsPerConnection(config.maxCallsPerConnection())
            .maxRstFramesPerWindow(RESETS_MAX, RESETS_SECONDS)
            .maxConnectionAge(CONNECTION_AGE_MAX.toMillis(), TimeUnit.MILLISECONDS)
            .keepAliveTime(config.keepAliveTime().toMillis(), TimeUnit.MILLISECONDS)
            .keepAliveTimeout(config.keepAliveTimeout().toMillis(), TimeUnit.MILLISECONDS)
            .permitKeepAliveTime(config.minClientKeepAlive().toMillis(), TimeUnit.MILLISECONDS)
            .permitKeepAliveWithoutCalls(true);
    services.forEach(builder::addService);
    // The builder runs the interceptor that was added last first.
    chain.interceptors().reversed().forEach(builder::intercept);
    return builder.build();
  }

  private static SslContext tls(TlsIdentity identity) {
    TlsContexts contexts = TlsContexts.mutual(identity);
    try {
      return GrpcSslContexts.configure(
              SslContextBuilder.forServer(contexts.keyManagerFactory())
                  .trustManager(contexts.trustManager())
                  .protocols(TlsContexts.PROTOCOLS)
                  .clientAuth(ClientAuth.OPTIONAL),
              SslProvider.JDK)
          .build();
    } catch (SSLException e) {
      throw new IllegalStateException("the TLS library refuses our settings", e);
    }
  }
}
