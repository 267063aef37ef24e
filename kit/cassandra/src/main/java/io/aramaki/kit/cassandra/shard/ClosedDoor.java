package io.aramaki.kit.cassandra.shard;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.function.Predicate;

/// Tells that nobody listens any more where an instance did: its host refuses the connection. What
/// takes too long, cannot be resolved or goes wrong in another way tells nothing.
final class ClosedDoor implements Predicate<LiveInstance> {
  private static final Duration CONNECT_MAX = Duration.ofMillis(200);

  @Override
  public boolean test(LiveInstance instance) {
    String address = instance.address();
    int colon = address.lastIndexOf(':');
    try (var socket = new Socket()) {
      int port = Integer.parseInt(address.substring(colon + 1));
      socket.connect(
          new InetSocketAddress(address.substring(0, Math.max(colon, 0)), port),
          Math.toIntExact(CONNECT_MAX.toMillis()));
      return false;
    } catch (ConnectException e) {
      return true;
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }
}
