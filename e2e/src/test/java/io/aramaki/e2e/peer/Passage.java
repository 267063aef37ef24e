package io.aramaki.e2e.peer;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// A TCP way to a peer that can be closed: then connections that stand are cut and new ones are
/// refused at once.
public final class Passage implements AutoCloseable {
  private final URI target;
  private final ServerSocket door;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile boolean open = true;
  private final AtomicInteger refused = new AtomicInteger();

  /// Opens a way to the target.
  public Passage(URI target) throws IOException {
    this.target = target;
    this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    var _ = Thread.ofVirtual().start(this::accept);
  }

  /// The address on this side.
  public URI url() {
    return URI.create("http://127.0.0.1:" + door.getLocalPort());
  }

  /// Lets nobody through any more.
  public void shut() throws IOException {
    open = false;
    for (var socket : sockets) {
      socket.close();
    }
  }

  /// Lets everybody through again.
  public void reopen() {
    open = true;
  }

  /// How many were not let through.
  public int refused() {
    return refused.get();
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        var near = door.accept();
        if (!open) {
          refused.incrementAndGet();
          near.setSoLinger(true, 0);
          near.close();
          continue;
        }
        var far = new Socket(target.getHost(), target.getPort());
        sockets.add(near);
        sockets.add(far);
        Thread.ofVirtual().start(() -> pump(near, far));
        Thread.ofVirtual().start(() -> pump(far, near));
      } catch (IOException e) {
        if (!door.isClosed()) {
          System.err.println("passage: " + e.getMessage());
        }
      }
    }
  }

  private void pump(Socket from, Socket to) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      in.transferTo(out);
    } catch (IOException _) {
      // The other side went away: so does this one.
    } finally {
      sockets.remove(from);
      sockets.remove(to);
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
    shut();
  }
}
