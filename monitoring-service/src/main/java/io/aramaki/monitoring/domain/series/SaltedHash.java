package io.aramaki.monitoring.domain.series;

import java.security.SecureRandom;

/// A hash of text that nobody outside can foresee. Senders choose the names of series: with
/// `String.hashCode` they could choose thousands that fall onto one place of a table.
public final class SaltedHash {
  private static final long SALT = new SecureRandom().nextLong();
  private static final long FACTOR = 0x9E3779B97F4A7C15L;

  private SaltedHash() {}

  /// The hash of a text, another one in each process.
  public static int of(String text) {
    return finish(mix(SALT, text));
  }

  /// The hash of three texts.
  static int of(String first, String second, String third) {
    return finish(mix(mix(mix(SALT, first), second), third));
  }

  private static long mix(long before, String text) {
    long hash = before ^ text.length();
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * FACTOR;
      hash ^= hash >>> 29;
    }
    return hash;
  }

  private static int finish(long hash) {
    long mixed = (hash ^ (hash >>> 32)) * FACTOR;
    return (int) (mixed >>> 32);
  }
}
