package io.aramaki.gateway.grpc.session;

import io.grpc.EquivalentAddressGroup;
import io.grpc.NameResolver;
import io.grpc.NameResolverProvider;
import io.grpc.NameResolverRegistry;
import io.grpc.ProxyDetector;
import io.grpc.Status;
import io.grpc.StatusOr;
import io.grpc.SynchronizationContext;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The addresses behind a target, by the same name resolvers that our channels use, for those who
/// connect by other means.
public final class ResolvedAddresses implements AutoCloseable {
  private static final int HTTPS = 443;
  private static final int REFRESH_SECONDS = 30;

  private static final Logger log = LoggerFactory.getLogger(ResolvedAddresses.class);

  private final String target;
  private final NameResolver resolver;
  private final ScheduledExecutorService timers;
  private final AtomicInteger turn = new AtomicInteger();
  private volatile List<String> addresses = List.of();

  private ResolvedAddresses(String target, NameResolver resolver, ScheduledExecutorService timers) {
    this.target = target;
    this.resolver = resolver;
    this.timers = timers;
  }

  /// Begins to resolve.
  ///
  /// @throws IllegalArgumentException if the target has a form that nobody resolves
  public static ResolvedAddresses of(String target) {
    URI uri = URI.create(target);
    @Nullable NameResolverProvider provider =
        uri.getScheme() == null
            ? null
            : NameResolverRegistry.getDefaultRegistry().getProviderForScheme(uri.getScheme());
    if (provider == null) {
      throw new IllegalArgumentException(
          "target \""
              + target
              + "\" must be static:///host:port, dns:///host:port or consul:///name");
    }
    ScheduledExecutorService timers =
        Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("resolver").factory());
    var context =
        new SynchronizationContext((_, e) ->
            log.atError().addKeyValue("target", target).setCause(e).log("resolver failed"));
    NameResolver resolver =
        provider.newNameResolver(
            uri,
            NameResolver.Args.newBuilder()
                .setDefaultPort(HTTPS)
                .setProxyDetector(noProxy())
                .setSynchronizationContext(context)
                .setScheduledExecutorService(timers)
                .setServiceConfigParser(noServiceConfig())
                .setOffloadExecutor(timers)
                .build());
    var resolved =
        new ResolvedAddresses(
            target, Objects.requireNonNull(resolver, () -> target + " is not resolved"), timers);
    context.execute(resolved::start);
    var _ =
        timers.scheduleWithFixedDelay(
            () -> context.execute(resolver::refresh),
            REFRESH_SECONDS,
            REFRESH_SECONDS,
            TimeUnit.SECONDS);
    return resolved;
  }

  private void start() {
    resolver.start(
        new NameResolver.Listener2() {
          @Override
          public void onResult(NameResolver.ResolutionResult result) {
            StatusOr<List<EquivalentAddressGroup>> found = result.getAddressesOrError();
            if (found.hasValue()) {
              take(found.getValue());
            } else {
              onError(found.getStatus());
            }
          }

          @Override
          public void onError(Status error) {
            log.atWarn()
                .addKeyValue("target", target)
                .addKeyValue("error", error.getDescription())
                .log("addresses cannot be resolved; the last ones count");
          }
        });
  }

  private void take(List<EquivalentAddressGroup> groups) {
    addresses =
        groups.stream()
            .flatMap(group -> group.getAddresses().stream())
            .map(ResolvedAddresses::hostPort)
            .toList();
  }

  private static String hostPort(SocketAddress address) {
    if (address instanceof InetSocketAddress inet) {
      String host = inet.isUnresolved() ? inet.getHostString() : inet.getAddress().getHostAddress();
      return host + ":" + inet.getPort();
    }
    return address.toString();
  }

  private static ProxyDetector noProxy() {
    return _ -> null;
  }

  private static NameResolver.ServiceConfigParser noServiceConfig() {
    return new NameResolver.ServiceConfigParser() {
      @Override
      public NameResolver.ConfigOrError parseServiceConfig(Map<String, ?> raw) {
        return NameResolver.ConfigOrError.fromConfig(raw);
      }
    };
  }

  /// Answers an address `host:port`, another one each time; empty if none is known.
  public Optional<String> next() {
    List<String> known = addresses;
    return known.isEmpty()
        ? Optional.empty()
        : Optional.of(known.get(Math.floorMod(turn.getAndIncrement(), known.size())));
  }

  @Override
  public void close() {
    resolver.shutdown();
    timers.shutdownNow();
  }
}
