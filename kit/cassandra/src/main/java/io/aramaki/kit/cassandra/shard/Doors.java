package io.aramaki.kit.cassandra.shard;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Whether anybody listens where instances say that they do. Each question begins a dial that
/// nobody waits for; the next question hears what came of it.
///
/// Only a refusal by all addresses counts, and only of a door that was open once: an address that
/// cannot be reached from here tells nothing, nor does a dial that takes long or goes wrong in
/// another way.
final class Doors {
  private static final Duration CONNECT_MAX = Duration.ofMillis(500);

  private final Map<LiveInstance, Door> doors = new ConcurrentHashMap<>();

  private enum Found {
    OPEN,
    REFUSED,
    UNKNOWN
  }

  private static final class Door {
    private boolean dialling;
    private boolean wasOpen;
    private Found last = Found.UNKNOWN;
  }

  /// Tells that the door of an instance was open once; dials if it is not known.
  boolean wasOpen(LiveInstance instance) {
    Door door = door(instance);
    synchronized (door) {
      if (!door.wasOpen) {
        dial(instance, door);
      }
      return door.wasOpen;
    }
  }

  /// Tells that the host refused the last dial, and dials again.
  boolean isClosed(LiveInstance instance) {
    Door door = door(instance);
    synchronized (door) {
      dial(instance, door);
      return door.wasOpen && door.last == Found.REFUSED;
    }
  }

  /// Forgets all others.
  void retain(List<LiveInstance> instances) {
    doors.keySet().retainAll(instances);
  }

  private Door door(LiveInstance instance) {
    return doors.computeIfAbsent(instance, _ -> new Door());
  }

  private static void dial(LiveInstance instance, Door door) {
    if (!door.dialling) {
      door.dialling = true;
      Thread.ofVirtual()
          .name("door-" + instance.name())
          .start(() -> {
            Found found = dial(instance.address());
            synchronized (door) {
              door.dialling = false;
              door.last = found;
              door.wasOpen |= found == Found.OPEN;
            }
          });
    }
  }

  private static Found dial(String address) {
    int colon = address.lastIndexOf(':');
    try {
      int port = Integer.parseInt(address.substring(colon + 1));
      var found = Found.UNKNOWN;
      for (var host : InetAddress.getAllByName(address.substring(0, Math.max(colon, 0)))) {
        found = dial(new InetSocketAddress(host, port));
        if (found != Found.REFUSED) {
          return found;
        }
      }
      return found;
    } catch (IOException | IllegalArgumentException _) {
      return Found.UNKNOWN;
    }
  }

  private static Found dial(InetSocketAddress address) {
    try (var socket = new Socket()) {
      socket.connect(address, Math.toIntExact(CONNECT_MAX.toMillis()));
      return Found.OPEN;
    } catch (ConnectException _) {
      return Found.REFUSED;
    } catch (IOException _) {
      return Found.UNKNOWN;
    }
  }
}
