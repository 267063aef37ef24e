package io.aramaki.bench.peer;

import io.aramaki.bench.data.HostBlock;
import io.aramaki.bench.read.Door;
import io.aramaki.bench.wire.Body;
import io.aramaki.bench.wire.Bytes;
import io.aramaki.bench.wire.HttpConnection;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// Collects batches until they fill a request, sends it as a POST on one connection, and waits for
/// the answer.
public final class HttpSink implements Sink {
  private static final int TRIES_MAX = 100;
  private static final int PAUSE_MS = 200;

  private final Door door;
  private final IntFunction<String> path;
  private final Map<String, String> headers;
  private final Body body;
  private final int samplesPerRequest;
  private final AtomicLong acknowledged = new AtomicLong();
  private @Nullable HttpConnection connection;
  private String pendingPath = "";
  private int pending;

  /// A sender that has not connected yet.
  ///
  /// @param path of a host's batches, with the query
  /// @param headers beside the door's own
  /// @param body writes a request
  /// @param samplesPerRequest so many samples are a request, or more by less than a batch
  public HttpSink(
      Door door,
      IntFunction<String> path,
      Map<String, String> headers,
      Body body,
      int samplesPerRequest) {
    this.door = door;
    this.path = path;
    this.headers = new HashMap<>(headers);
    this.headers.putAll(door.headers());
    this.body = body;
    this.samplesPerRequest = samplesPerRequest;
  }

  @Override
  public void send(HostBlock block) throws IOException, InterruptedException {
    String where = path.apply(block.host());
    if (!where.equals(pendingPath)) {
      post();
      pendingPath = where;
    }
    body.add(block);
    pending += block.samples();
    if (pending >= samplesPerRequest) {
      post();
    }
  }

  private void post() throws IOException, InterruptedException {
    if (pending == 0) {
      return;
    }
    post(body.finish());
    acknowledged.addAndGet(pending);
    pending = 0;
  }

  /// Sends as often as the server asks to, as a real sender does.
  private void post(Bytes request) throws IOException, InterruptedException {
    for (int tries = 1; ; tries++) {
      try {
        connection().post(pendingPath, request);
        return;
      } catch (HttpConnection.Overloaded e) {
        if (tries == TRIES_MAX) {
          throw e;
        }
        TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
      }
    }
  }

  private HttpConnection connection() throws IOException {
    HttpConnection open = connection;
    if (open == null || open.isOver()) {
      close();
      open = HttpConnection.open(door.uri("/"), headers, door.tls());
      connection = open;
    }
    return open;
  }

  @Override
  public long acknowledged() {
    return acknowledged.get();
  }

  @Override
  public void finish() throws IOException, InterruptedException {
    post();
  }

  @Override
  public void close() throws IOException {
    HttpConnection open = connection;
    if (open != null) {
      open.close();
    }
  }
}
