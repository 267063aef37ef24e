package io.aramaki.kit.discovery;

import io.grpc.NameResolver;
import io.grpc.NameResolverProvider;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.util.Collection;
import java.util.Set;

/// Resolves `static:///h:p,h:p`, for instances that are where the operator says. gRPC finds it by
/// itself (`META-INF/services`). An IPv6 address is written `%5B::1%5D:4711`, since brackets are no
/// part of a URI's path.
public final class StaticNameResolverProvider extends NameResolverProvider {
  static final String SCHEME = "static";
  private static final int PRIORITY = 5;

  /// Made by gRPC.
  public StaticNameResolverProvider() {}

  @Override
  public NameResolver newNameResolver(URI target, NameResolver.Args args) {
    if (target.getAuthority() != null || target.getPath() == null || target.getPath().isEmpty()) {
      throw new IllegalArgumentException(
          "target \"" + target + "\" must have the form static:///host:port,host:port");
    }
    return new StaticNameResolver(HostPort.list(target.getPath().substring(1)), args);
  }

  @Override
  public String getDefaultScheme() {
    return SCHEME;
  }

  @Override
  public Collection<Class<? extends SocketAddress>> getProducedSocketAddressTypes() {
    return Set.of(InetSocketAddress.class);
  }

  @Override
  protected boolean isAvailable() {
    return true;
  }

  @Override
  protected int priority() {
    return PRIORITY;
  }
}
