package io.aramaki.agent.session.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BoundedSocketsTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(50);

  /// More than the queue of a server that accepts nobody takes.
  private static final int CONNECTIONS_MAX = 16;

  @Test
  void peer_acceptsAndSaysNothing_readingGivesUp() throws IOException {
    // Given
    var sockets = new BoundedSockets(LONG, SHORT);
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket socket = sockets.createSocket(server.getInetAddress(), server.getLocalPort())) {
      // When, Then
      assertThatExceptionOfType(SocketTimeoutException.class)
          .isThrownBy(() -> socket.getInputStream().read());
    }
  }

  @Test
  void peer_doesNotAnswer_connectingGivesUp() throws IOException {
    // Given
    var sockets = new BoundedSockets(SHORT, LONG);
    List<Socket> queued = new ArrayList<>();
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      // When, Then
      assertThatExceptionOfType(SocketTimeoutException.class)
          .isThrownBy(() -> {
            while (queued.size() < CONNECTIONS_MAX) {
              queued.add(sockets.createSocket(server.getInetAddress(), server.getLocalPort()));
            }
          });
    } finally {
      for (Socket socket : queued) {
        socket.close();
      }
    }
  }

  @Test
  void socket_ofEveryKind_isBounded() throws IOException {
    // Given
    var sockets = new BoundedSockets(LONG, SHORT);
    InetAddress here = InetAddress.getLoopbackAddress();
    try (var server = new ServerSocket(0, 8, here);
        Socket plain = sockets.createSocket();
        Socket named = sockets.createSocket(here.getHostAddress(), server.getLocalPort());
        Socket from = sockets.createSocket(here, server.getLocalPort(), here, 0);
        Socket namedFrom =
            sockets.createSocket(here.getHostAddress(), server.getLocalPort(), here, 0)) {
      // Then
      for (Socket socket : List.of(plain, named, from, namedFrom)) {
        assertThat(socket.getSoTimeout()).isEqualTo(SHORT.toMillis());
      }
    }
  }
}
