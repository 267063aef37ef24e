package io.aramaki.kit.discovery;

import io.grpc.EquivalentAddressGroup;
import io.grpc.NameResolver;
import io.grpc.Status;
import io.grpc.StatusOr;
import io.grpc.SynchronizationContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks the hosts of a static list up, and again when gRPC cannot connect. A host that is not
/// found is left out as long as another one is.
final class StaticNameResolver extends NameResolver {
  private static final Logger log = LoggerFactory.getLogger(StaticNameResolver.class);

  private final List<HostPort> addresses;
  private final SynchronizationContext gate;
  private @Nullable Listener2 listener;
  private boolean looking;
  private volatile boolean closed;

  StaticNameResolver(List<HostPort> addresses, Args args) {
    this.addresses = addresses;
    this.gate = args.getSynchronizationContext();
  }

  @Override
  public String getServiceAuthority() {
    HostPort first = addresses.getFirst();
    return first.host().contains(":")
        ? "[" + first.host() + "]:" + first.port()
        : first.host() + ":" + first.port();
  }

  @Override
  public void start(Listener2 toTell) {
    listener = toTell;
    look();
  }

  @Override
  public void refresh() {
    look();
  }

  @Override
  public void shutdown() {
    closed = true;
  }

  /// Called within the gate only; looking names up blocks, so it happens elsewhere.
  private void look() {
    if (!looking && !closed) {
      looking = true;
      Thread.ofVirtual().name("static-resolver").start(this::lookUp);
    }
  }

  private void lookUp() {
    StatusOr<List<EquivalentAddressGroup>> found = groups();
    gate.execute(() -> {
      looking = false;
      if (!closed && listener != null) {
        listener.onResult2(ResolutionResult.newBuilder().setAddressesOrError(found).build());
      }
    });
  }

  private StatusOr<List<EquivalentAddressGroup>> groups() {
    var groups = new ArrayList<EquivalentAddressGroup>();
    var unknown = new ArrayList<String>();
    for (HostPort address : addresses) {
      try {
        List<SocketAddress> all =
            Arrays.stream(InetAddress.getAllByName(address.host()))
                .<SocketAddress>map(ip -> new InetSocketAddress(ip, address.port()))
                .toList();
        groups.add(new EquivalentAddressGroup(all));
      } catch (UnknownHostException _) {
        unknown.add(address.host());
      }
    }
    if (groups.isEmpty()) {
      return StatusOr.fromStatus(
          Status.UNAVAILABLE.withDescription("none of these hosts has an address: " + unknown));
    }
    if (!unknown.isEmpty()) {
      log.atWarn().addKeyValue("hosts", unknown).log("hosts without an address are left out");
    }
    return StatusOr.fromValue(groups);
  }
}
