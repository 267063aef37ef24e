package io.aramaki.gateway.testing;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A network between two processes that can swallow everything without closing anything, as a
/// stopped process or a cut cable does.
public final class FreezingProxy implements AutoCloseable {
  private static final int BUFFER = 64 * 1024;

  private final ServerSocket server;
  private final String host;
  private final int port;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean frozen;

  private FreezingProxy(ServerSocket server, String host, int port) {
    this.server = server;
    this.host = host;
    this.port = port;
  }

  /// Opens a proxy in front of an address, `host:port`.
  public static FreezingProxy before(String address) throws IOException {
    int colon = address.lastIndexOf(':');
    var proxy =
        new FreezingProxy(
            new ServerSocket(0, 50, InetAddress.getLoopbackAddress()),
            address.substring(0, colon),
            Integer.parseInt(address.substring(colon + 1)));
    Thread.ofVirtual().start(proxy::accept);
    return proxy;
  }

  public String address() {
    return "127.0.0.1:" + server.getLocalPort();
  }

  /// Lets nothing through from now on; connections stay open and new ones are accepted.
  public void freeze() {
    set(true);
  }

  private void set(boolean now) {
    lock.lock();
    try {
      frozen = now;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void accept() {
    try {
      while (!server.isClosed()) {
        Socket near = server.accept();
        Socket far = new Socket(host, port);
        sockets.addAll(List.of(near, far));
        Thread.ofVirtual().start(() -> copy(near, far));
        Thread.ofVirtual().start(() -> copy(far, near));
      }
    } catch (IOException _) {
      // Closed.
    }
  }

  private void copy(Socket from, Socket to) {
    byte[] buffer = new byte[BUFFER];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        awaitThaw();
        to.getOutputStream().write(buffer, 0, read);
      }
    } catch (IOException _) {
      // The other direction ends, too.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitThaw() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (frozen && !server.isClosed()) {
        changed.await();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    set(false);
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
