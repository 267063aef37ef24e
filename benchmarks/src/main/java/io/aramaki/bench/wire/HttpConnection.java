package io.aramaki.bench.wire;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// One connection of HTTP/1.1 that is kept, for POSTs one after another. It does less than the
/// JDK's client, and costs less of the processors that the servers are measured on. Not
/// thread-safe.
public final class HttpConnection implements AutoCloseable {
  private static final int CONNECT_MS_MAX = 5_000;
  private static final int ANSWER_MS_MAX = 60_000;

  /// Servers close what is idle for a minute or more, maybe just when it is used again.
  private static final long IDLE_NANOS_MAX = 20_000_000_000L;

  private static final int LINE_MAX = 16_384;
  private static final int BODY_MAX = 1 << 20;
  private static final int SUCCESS_MIN = 200;
  private static final int SUCCESS_MAX = 299;
  private static final int TOO_MANY = 429;
  private static final int UNAVAILABLE = 503;

  /// The server asks to send the same again, a little later.
  public static final class Overloaded extends IOException {
    private static final long serialVersionUID = 1;

    Overloaded(String message) {
      super(message);
    }
  }

  private final byte[] head;
  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final Bytes request = new Bytes();
  private boolean closing;
  private long usedNanos = System.nanoTime();

  private HttpConnection(URI uri, Map<String, String> headers, Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
    this.out = socket.getOutputStream();
    var text = new StringBuilder(" HTTP/1.1\r\nHost: ").append(uri.getAuthority()).append("\r\n");
    headers.forEach((name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
    text.append("Content-Length: ");
    this.head = text.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  /// Connects.
  ///
  /// @param uri with host and port
  /// @param headers of each request
  /// @param tls how to trust the server; null for plain HTTP
  public static HttpConnection open(URI uri, Map<String, String> headers, @Nullable SSLContext tls)
      throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(
          new InetSocketAddress(InetAddress.getByName(uri.getHost()), uri.getPort()),
          CONNECT_MS_MAX);
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(ANSWER_MS_MAX);
      if (tls != null) {
        socket = tls.getSocketFactory().createSocket(socket, uri.getHost(), uri.getPort(), true);
      }
      return new HttpConnection(uri, headers, socket);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /// Tells whether another connection should be opened for the next request: the server said that
  /// it closes this one, or it was idle for long.
  public boolean isOver() {
    return closing || System.nanoTime() - usedNanos > IDLE_NANOS_MAX;
  }

  /// Sends a body and waits for the answer.
  ///
  /// @param path with the query
  /// @throws Overloaded if the same should be sent again
  /// @throws IOException if the status is another one than of success; the message has the server's
  ///   text
  public void post(String path, Bytes body) throws IOException {
    request.clear();
    request.ascii("POST ");
    request.ascii(path);
    request.bytes(head);
    request.ascii(Integer.toString(body.length()));
    request.ascii("\r\n\r\n");
    request.bytes(body.array(), 0, body.length());
    out.write(request.array(), 0, request.length());
    out.flush();
    answer(path);
    usedNanos = System.nanoTime();
  }

  private void answer(String path) throws IOException {
    String status = line();
    String[] words = status.split(" ", 3);
    int code = words.length > 1 ? Integer.parseInt(words[1]) : 0;
    long length = 0;
    boolean chunked = false;
    for (String line = line(); !line.isEmpty(); line = line()) {
      String lower = line.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Long.parseLong(lower.substring(lower.indexOf(':') + 1).strip());
      } else if (lower.startsWith("transfer-encoding:")) {
        chunked = lower.endsWith("chunked");
      } else if (lower.startsWith("connection:")) {
        closing = lower.endsWith("close");
      }
    }
    String text = chunked ? chunks() : body(length);
    if (code >= SUCCESS_MIN && code <= SUCCESS_MAX) {
      return;
    }
    String message = "POST %s was answered with %s: %s".formatted(path, status, text.strip());
    throw code == TOO_MANY || code == UNAVAILABLE
        ? new Overloaded(message)
        : new IOException(message);
  }

  private String chunks() throws IOException {
    var text = new StringBuilder();
    while (true) {
      long length = Long.parseLong(line().split(";", 2)[0].strip(), 16);
      text.append(body(length));
      line();
      if (length == 0) {
        return text.toString();
      }
    }
  }

  private String body(long length) throws IOException {
    if (length > BODY_MAX) {
      throw new IOException("an answer has at most %d bytes, was %d".formatted(BODY_MAX, length));
    }
    byte[] bytes = in.readNBytes((int) length);
    if (bytes.length < length) {
      throw new EOFException("the server closed the connection within an answer");
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private String line() throws IOException {
    var text = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the server closed the connection");
      }
      if (next != '\r') {
        text.append((char) next);
      }
      if (text.length() > LINE_MAX) {
        throw new IOException("a line of an answer's head is longer than " + LINE_MAX);
      }
    }
    return text.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
