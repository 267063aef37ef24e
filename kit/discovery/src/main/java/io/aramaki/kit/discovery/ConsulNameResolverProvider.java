package io.aramaki.kit.discovery;

import io.grpc.NameResolver;
import io.grpc.NameResolverProvider;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.util.Collection;
import java.util.Set;

/// Resolves `consul:///service`.
final class ConsulNameResolverProvider extends NameResolverProvider {
  private static final String SCHEME = "consul";
  private static final int PRIORITY = 5;

  private final ConsulDiscovery consul;

  ConsulNameResolverProvider(ConsulDiscovery consul) {
    this.consul = consul;
  }

  @Override
  public NameResolver newNameResolver(URI target, NameResolver.Args args) {
    String path = target.getPath() == null ? "" : target.getPath();
    String service = path.startsWith("/") ? path.substring(1) : path;
    if (target.getAuthority() != null || !ServiceInstance.isService(service)) {
      throw new IllegalArgumentException(
          "target \"" + target + "\" must have the form consul:///service");
    }
    return new ConsulNameResolver(consul, service, args);
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
