package io.aramaki.bench.machine;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/// A loopback port that nobody listens on.
public final class FreePort {
  private FreePort() {}

  /// Asks the kernel for one. Somebody else may take it before it is used; then the server that
  /// wanted it says so.
  public static int next() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
