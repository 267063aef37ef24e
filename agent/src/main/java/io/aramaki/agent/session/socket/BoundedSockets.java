package io.aramaki.agent.session.socket;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.time.Duration;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/// Sockets that give up: the gRPC library would wait for a connection as long as the system does,
/// and for a peer that accepts and says nothing for ever.
///
/// The bound on silence stays after the handshake, so it must be longer than the library's pings
/// leave a live connection without an answer.
public final class BoundedSockets extends SocketFactory {
  private final int connectMs;
  private final int silenceMs;

  /// @param connect how long a connection may take
  /// @param silence how long nothing may come
  public BoundedSockets(Duration connect, Duration silence) {
    this.connectMs = Math.toIntExact(connect.toMillis());
    this.silenceMs = Math.toIntExact(silence.toMillis());
  }

  @Override
  public Socket createSocket() throws IOException {
    var socket = new Socket();
    socket.setSoTimeout(silenceMs);
    return socket;
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return connected(new InetSocketAddress(host, port), null);
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return connected(new InetSocketAddress(host, port), null);
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    return connected(new InetSocketAddress(host, port), new InetSocketAddress(local, localPort));
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws IOException {
    return connected(new InetSocketAddress(host, port), new InetSocketAddress(local, localPort));
  }

  private Socket connected(SocketAddress remote, @Nullable SocketAddress local) throws IOException {
    Socket socket = createSocket();
    try {
      if (local != null) {
        socket.bind(local);
      }
      socket.connect(remote, connectMs);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }
}
