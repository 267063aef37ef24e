package io.aramaki.kit.discovery;

import io.grpc.EquivalentAddressGroup;
import io.grpc.NameResolver;
import io.grpc.Status;
import io.grpc.StatusOr;
import io.grpc.SynchronizationContext;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tells gRPC what a [ServiceWatch] finds. While Consul does not answer, the last answer stays; if
/// there was none, or no instance is healthy, calls fail with `UNAVAILABLE` and say so.
final class ConsulNameResolver extends NameResolver {
  private final ConsulDiscovery consul;
  private final String service;
  private final SynchronizationContext gate;
  private @Nullable ServiceWatch watch;
  private boolean known;

  ConsulNameResolver(ConsulDiscovery consul, String service, Args args) {
    this.consul = consul;
    this.service = service;
    this.gate = args.getSynchronizationContext();
  }

  @Override
  public String getServiceAuthority() {
    return service;
  }

  @Override
  public void start(Listener2 listener) {
    watch =
        consul.watch(
            service,
            new ServiceWatch.Listener() {
              @Override
              public void found(List<InetSocketAddress> instances) {
                gate.execute(() -> tell(listener, instances));
              }

              @Override
              public void failed(String reason) {
                gate.execute(() -> tellFailure(listener, reason));
              }
            });
  }

  private void tell(Listener2 listener, List<InetSocketAddress> instances) {
    if (watch == null) {
      return;
    }
    known = !instances.isEmpty();
    tell(
        listener,
        known
            ? StatusOr.fromValue(instances.stream().map(EquivalentAddressGroup::new).toList())
            : StatusOr.fromStatus(
                Status.UNAVAILABLE.withDescription(
                    "consul knows no healthy instance of " + service)));
  }

  private void tellFailure(Listener2 listener, String reason) {
    if (watch != null && !known) {
      tell(
          listener,
          StatusOr.fromStatus(
              Status.UNAVAILABLE.withDescription("consul does not answer: " + reason)));
    }
  }

  private static void tell(Listener2 listener, StatusOr<List<EquivalentAddressGroup>> addresses) {
    listener.onResult2(ResolutionResult.newBuilder().setAddressesOrError(addresses).build());
  }

  @Override
  public void shutdown() {
    ServiceWatch open = watch;
    watch = null;
    if (open != null) {
      open.close();
    }
  }
}
