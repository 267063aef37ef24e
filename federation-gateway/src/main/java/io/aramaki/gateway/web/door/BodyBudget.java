package io.aramaki.gateway.web.door;

import io.aramaki.gateway.web.Credentials;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/// How much memory the bodies of all requests may take together. A request takes its share before
/// the first byte of its body is kept and gives it back when it is answered, so that a stranger
/// with many connections is refused instead of filling the heap.
final class BodyBudget {
  /// All bodies together.
  static final int TOTAL_BYTES_MAX = 64 * 1024 * 1024;

  /// One body of a caller who shows a credential, right or wrong.
  static final int BYTES_MAX = 1024 * 1024;

  /// One body of a caller who shows none: a login fits in.
  static final int STRANGER_BYTES_MAX = 16 * 1024;

  private final Semaphore bytes = new Semaphore(TOTAL_BYTES_MAX);

  /// Answers how long the body may be: nothing that is only read has one.
  static int limit(HttpServerRequest request) {
    if (request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD)) {
      return 0;
    }
    boolean shown =
        request.headers().contains("authorization")
            || request.getCookie(Credentials.COOKIE) != null;
    return shown ? BYTES_MAX : STRANGER_BYTES_MAX;
  }

  /// Takes the share of a body; empty if there is none left.
  Optional<Share> take(int limit) {
    return bytes.tryAcquire(limit) ? Optional.of(new Share(bytes, limit)) : Optional.empty();
  }

  /// What one request has taken.
  static final class Share {
    private final Semaphore bytes;
    private final int limit;
    private final AtomicBoolean returned = new AtomicBoolean();

    Share(Semaphore bytes, int limit) {
      this.bytes = bytes;
      this.limit = limit;
    }

    int limit() {
      return limit;
    }

    /// May be called more than once.
    void giveBack() {
      if (returned.compareAndSet(false, true)) {
        bytes.release(limit);
      }
    }
  }
}
