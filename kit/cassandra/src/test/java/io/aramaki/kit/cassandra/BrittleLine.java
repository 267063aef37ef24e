package io.aramaki.kit.cassandra;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// A line to a server that can be made to hang, or to break when the server answers.
final class BrittleLine implements AutoCloseable {
  private static final int BUFFER = 64 * 1024;

  /// How the line is.
  enum Mood {
    GOOD,
    /// Nothing comes through, and nothing is closed.
    HANGING,
    /// What is asked gets through; instead of an answer, the connection is closed.
    LOSING_ANSWERS
  }

  private final String host;
  private final int port;
  private final ServerSocket door;
  private final List<Closeable> open = new CopyOnWriteArrayList<>();
  private final AtomicInteger seen = new AtomicInteger();
  private volatile Mood mood = Mood.GOOD;
  private volatile String watched = "";

  /// @param address `host:port` of the server
  BrittleLine(String address) throws IOException {
    int colon = address.lastIndexOf(':');
    host = address.substring(0, colon);
    port = Integer.parseInt(address.substring(colon + 1));
    door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  String address() {
    return "127.0.0.1:" + door.getLocalPort();
  }

  void be(Mood next) {
    synchronized (this) {
      mood = next;
      notifyAll();
    }
  }

  /// Counts from now on how often a text is sent to the server.
  void watch(String text) {
    seen.set(0);
    watched = text;
  }

  int seen() {
    return seen.get();
  }

  private void accept() {
    try {
      while (true) {
        var client = door.accept();
        var server = new Socket(host, port);
        open.add(client);
        open.add(server);
        Thread.ofVirtual().start(() -> pump(client, server, true));
        Thread.ofVirtual().start(() -> pump(server, client, false));
      }
    } catch (IOException _) {
      // The door was closed.
    }
  }

  private void pump(Socket from, Socket to, boolean asking) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      var buffer = new byte[BUFFER];
      for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
        awaitPassage();
        if (asking) {
          count(new String(buffer, 0, length, StandardCharsets.ISO_8859_1));
        } else if (mood == Mood.LOSING_ANSWERS) {
          return;
        }
        out.write(buffer, 0, length);
      }
    } catch (IOException _) {
      // One end is gone; the other is closed with it.
    }
  }

  private void count(String sent) {
    if (!watched.isEmpty() && sent.contains(watched)) {
      seen.incrementAndGet();
    }
  }

  private synchronized void awaitPassage() {
    while (mood == Mood.HANGING) {
      try {
        wait();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  @Override
  public void close() {
    be(Mood.GOOD);
    try {
      door.close();
      for (var one : open) {
        one.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
