package io.aramaki.gateway.web.door;

import io.aramaki.gateway.domain.write.WriteLimits;
import io.aramaki.gateway.web.Credentials;
import io.aramaki.gateway.web.LoginSite;
import io.aramaki.gateway.web.write.WriteSite;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How much memory the bodies of all requests may take together. A request takes its share before
/// the first byte of its body is kept and gives it back when it is answered, so that a stranger
/// with many connections is refused instead of filling the heap.
///
/// A credential is not checked yet when the share is taken. So those who show one have a pool of
/// their own: if liars take all of it, everybody can still log in. And no address gets all of a
/// pool.
final class BodyBudget {
  /// All bodies of callers who show a credential.
  static final int SHOWN_BYTES_MAX = 48 * 1024 * 1024;

  /// All bodies of callers who show none, and all logins.
  static final int STRANGERS_BYTES_MAX = 16 * 1024 * 1024;

  /// All bodies of programs that send samples, so that they take nothing from people.
  static final int SAMPLES_BYTES_MAX = 64 * 1024 * 1024;

  /// One address has at most this part of a pool: a quarter.
  static final int ADDRESS_PART = 4;

  /// One body of a caller who shows a credential, right or wrong.
  static final int BYTES_MAX = 1024 * 1024;

  /// One body of a caller who shows none: a login fits in.
  static final int STRANGER_BYTES_MAX = 16 * 1024;

  private final Pool shown = new Pool(SHOWN_BYTES_MAX);
  private final Pool samples = new Pool(SAMPLES_BYTES_MAX);
  private final Pool strangers = new Pool(STRANGERS_BYTES_MAX);

  /// What a request asks for.
  ///
  /// @param shown whether it shows a credential, right or wrong
  /// @param address where it comes from
  /// @param bytes how long its body is, or may be if it does not say
  /// @param samples whether samples are sent
  record Claim(boolean shown, String address, int bytes, boolean samples) {
    Claim(boolean shown, String address, int bytes) {
      this(shown, address, bytes, false);
    }

    /// Nothing that is only read has a body. A login counts as a stranger's also with a cookie: it
    /// may be an old one.
    static Claim of(HttpServerRequest request) {
      boolean shown =
          !LoginSite.PATH.equals(request.path())
              && (request.headers().contains("authorization")
                  || request.getCookie(Credentials.COOKIE) != null);
      SocketAddress remote = request.remoteAddress();
      String address = remote == null ? "" : String.valueOf(remote.hostAddress());
      boolean read =
          request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
      boolean samples = shown && WriteSite.PATHS.contains(String.valueOf(request.path()));
      int limit = samples ? WriteLimits.BODY_BYTES_MAX : shown ? BYTES_MAX : STRANGER_BYTES_MAX;
      return new Claim(
          shown,
          address,
          read ? 0 : announced(request.getHeader("content-length"), limit),
          samples);
    }

    /// A body that turns out longer than announced is refused, so the word can be taken for it.
    private static int announced(@Nullable String length, int limit) {
      if (length == null) {
        return limit;
      }
      try {
        long bytes = Long.parseLong(length);
        return bytes < 0 ? limit : (int) Math.min(bytes, limit);
      } catch (NumberFormatException _) {
        return limit;
      }
    }
  }

  /// Takes the share of a body; empty if there is none left.
  Optional<Share> take(Claim claim) {
    Pool pool = claim.samples() ? samples : claim.shown() ? shown : strangers;
    return pool.take(claim.address(), claim.bytes())
        ? Optional.of(new Share(pool, claim.address(), claim.bytes()))
        : Optional.empty();
  }

  /// The memory of one kind of callers.
  private static final class Pool {
    private final int addressMax;
    private final Map<String, Integer> taken = new HashMap<>();
    private int left;

    Pool(int bytes) {
      this.left = bytes;
      this.addressMax = bytes / ADDRESS_PART;
    }

    synchronized boolean take(String address, int bytes) {
      int its = taken.getOrDefault(address, 0);
      if (bytes > left || bytes > addressMax - its) {
        return false;
      }
      change(address, its + bytes);
      left -= bytes;
      return true;
    }

    synchronized void giveBack(String address, int bytes) {
      change(address, taken.getOrDefault(address, 0) - bytes);
      left += bytes;
    }

    /// Remembers only addresses that hold something, so that there are never many.
    private void change(String address, int its) {
      if (its == 0) {
        taken.remove(address);
      } else {
        taken.put(address, its);
      }
    }
  }

  /// What one request has taken.
  static final class Share {
    private final Pool pool;
    private final String address;
    private int bytes;

    private Share(Pool pool, String address, int bytes) {
      this.pool = pool;
      this.address = address;
      this.bytes = bytes;
    }

    /// Answers how long the body may be.
    synchronized int bytes() {
      return bytes;
    }

    /// Gives back what the body does not need after all.
    synchronized void shrink(int needed) {
      if (needed < bytes) {
        pool.giveBack(address, bytes - needed);
        bytes = needed;
      }
    }

    /// May be called more than once.
    void giveBack() {
      shrink(0);
    }
  }
}
