package io.aramaki.kit.grpc.client;

import io.aramaki.kit.security.Identity;
import io.aramaki.kit.security.tls.TlsContexts;
import io.aramaki.kit.security.tls.TlsIdentity;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslProvider;
import io.opentelemetry.api.OpenTelemetry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/// Opens channels to our services. A target is whatever a name resolver understands:
/// `static:///h:p,h:p`, `dns:///h:p`, `consul:///service`. Calls are spread over all addresses;
/// each must show a certificate for `{service}.aramaki.internal`, whatever its address is.
public final class GrpcClients {
  private static final Duration KEEP_ALIVE_TIME = Duration.ofSeconds(20);
  private static final Duration KEEP_ALIVE_TIMEOUT = Duration.ofSeconds(10);
  private static final int MESSAGE_BYTES_MAX = 16 * 1024 * 1024;
  private static final int METADATA_BYTES_MAX = 16 * 1024;
  private static final Duration DEADLINE = Duration.ofSeconds(10);

  private GrpcClients() {}

  /// Opens a channel with the defaults.
  ///
  /// @param identity what we show
  /// @param service the name of the service there, for example `inventory`
  /// @param retried the gRPC services whose repeatable RPCs are tried again on `UNAVAILABLE`
  public static ClientChannel channel(
      String target, TlsIdentity identity, String service, ServiceDescriptor... retried) {
    return builder(target, identity, service).retrying(retried).open();
  }

  /// Begins the making of a channel of a member. After its certificate was replaced, new calls go
  /// over new connections, which show the new one.
  ///
  /// @param identity what we show
  /// @param service the name of the service there, for example `inventory`
  public static Builder builder(String target, TlsIdentity identity, String service) {
    return new Builder(target, TlsContexts.mutual(identity), Optional.of(identity), service);
  }

  /// Begins the making of a channel of somebody who has no certificate yet.
  ///
  /// @param tls whom we believe
  /// @param service the name of the service there, for example `inventory`
  public static Builder builder(String target, TlsContexts tls, String service) {
    return new Builder(target, tls, Optional.empty(), service);
  }

  /// Collects what a channel is made of.
  public static final class Builder {
    private final String target;
    private final TlsContexts tls;
    private final Optional<TlsIdentity> identity;
    private final String service;
    private final List<ServiceDescriptor> retried = new ArrayList<>();
    private OpenTelemetry telemetry = OpenTelemetry.noop();
    private Duration deadline = DEADLINE;

    private Builder(
        String target, TlsContexts tls, Optional<TlsIdentity> identity, String service) {
      this.target = target;
      this.tls = tls;
      this.identity = identity;
      this.service = service;
    }

    /// Names gRPC services whose repeatable RPCs (those that change nothing, or say that they are
    /// idempotent) are tried again on `UNAVAILABLE`, within the channel's budget.
    public Builder retrying(ServiceDescriptor... services) {
      retried.addAll(List.of(services));
      return this;
    }

    /// Sets where spans go.
    public Builder telemetry(OpenTelemetry openTelemetry) {
      this.telemetry = openTelemetry;
      return this;
    }

    /// Sets how long a unary call may take that has no deadline of its own.
    public Builder deadline(Duration unary) {
      this.deadline = unary;
      return this;
    }

    /// Opens the channel. It connects when it is first used.
    public ClientChannel open() {
      var handlers =
          Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("grpc-client").factory());
      List<ClientInterceptor> interceptors =
          List.of(new ClientTracing(telemetry), new DefaultDeadline(deadline));
      var channel =
          NettyChannelBuilder.forTarget(target)
              .sslContext(sslContext(tls))
              .overrideAuthority(service + "." + Identity.DOMAIN)
              .defaultServiceConfig(RetryPolicy.serviceConfig(retried))
              .executor(handlers)
              .keepAliveTime(KEEP_ALIVE_TIME.toMillis(), TimeUnit.MILLISECONDS)
              .keepAliveTimeout(KEEP_ALIVE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
              .keepAliveWithoutCalls(true)
              .maxInboundMessageSize(MESSAGE_BYTES_MAX)
              .maxInboundMetadataSize(METADATA_BYTES_MAX)
              .intercept(interceptors.reversed())
              .build();
      Runnable unsubscribe =
          identity.map(member -> member.onReplace(_ -> channel.enterIdle())).orElse(() -> {});
      return new ClientChannel(channel, handlers, unsubscribe);
    }
  }

  private static SslContext sslContext(TlsContexts tls) {
    var builder =
        SslContextBuilder.forClient()
            .trustManager(tls.trustManager())
            .protocols(TlsContexts.PROTOCOLS);
    if (tls.keyManager().isPresent()) {
      builder.keyManager(tls.keyManagerFactory());
    }
    try {
      return GrpcSslContexts.configure(builder, SslProvider.JDK).build();
    } catch (SSLException e) {
      throw new IllegalStateException("the TLS library refuses our settings", e);
    }
  }

  /// Gives a unary call that has no deadline one, so that no thread waits for ever. A stream lives
  /// as long as it is wanted; keep-alive notices when the other side is gone.
  private static final class DefaultDeadline implements ClientInterceptor {
    private final Duration unary;

    DefaultDeadline(Duration unary) {
      this.unary = unary;
    }

    @Override
    public <Q, R> ClientCall<Q, R> interceptCall(
        MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
      boolean bound =
          options.getDeadline() == null && method.getType() == MethodDescriptor.MethodType.UNARY;
      return next.newCall(
          method,
          bound ? options.withDeadlineAfter(unary.toMillis(), TimeUnit.MILLISECONDS) : options);
    }
  }
}
