package io.aramaki.gateway.socket;

import io.vertx.core.transport.Transport;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// Limits how many connections a door has. A connection is counted when it is accepted, before its
/// handshake: Vert.x tells of one only when it speaks HTTP, and a stranger does not have to.
public final class ConnectionCap {
  private final Semaphore places;

  /// @param connectionsMax how many there may be at a time; more are closed at once
  public ConnectionCap(int connectionsMax) {
    this.places = new Semaphore(connectionsMax);
  }

  /// Answers what a door's Vert.x must be built with, so that what it accepts is counted.
  public Transport transport() {
    return new Counting(new CountingTransport(places));
  }

  private record Counting(io.vertx.core.spi.transport.Transport implementation)
      implements Transport {
    @Override
    public String name() {
      return "nio";
    }

    @Override
    public boolean available() {
      return true;
    }

    @Override
    public @Nullable Throwable unavailabilityCause() {
      return null;
    }
  }
}
