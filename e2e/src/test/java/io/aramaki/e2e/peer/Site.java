package io.aramaki.e2e.peer;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/// A web site on loopback that is well or broken.
public final class Site implements AutoCloseable {
  private final HttpServer server;
  private volatile boolean broken;

  /// Starts it; it is well.
  public Site() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            var body = (broken ? "broken\n" : "well\n").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(broken ? 500 : 200, body.length);
            exchange.getResponseBody().write(body);
          }
        });
    server.start();
  }

  /// Its port on loopback.
  public int port() {
    return server.getAddress().getPort();
  }

  /// From now on it answers 500.
  public void breakDown() {
    broken = true;
  }

  /// From now on it answers 200.
  public void repair() {
    broken = false;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
