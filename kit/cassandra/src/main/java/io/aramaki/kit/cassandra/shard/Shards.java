package io.aramaki.kit.cassandra.shard;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// Which shard a key belongs to, and which instance a shard.
public final class Shards {
  private Shards() {}

  /// The shard of a key: the first 8 bytes of its SHA-256 as an unsigned number, modulo the number
  /// of shards. The same everywhere and for ever.
  public static int of(String key, int count) {
    return (int) Long.remainderUnsigned(hash(key), count);
  }

  /// The instance that should own a shard: the one whose hash with the shard is highest. When one
  /// instance comes or goes, only its own shards move.
  static Optional<String> preferred(int shard, Collection<String> instances) {
    return instances.stream()
        .max(
            Comparator.<String, Long>comparing(
                    instance -> hash(instance + "#" + shard), Long::compareUnsigned)
                .thenComparing(Comparator.naturalOrder()));
  }

  private static long hash(String text) {
    try {
      return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)))
          .getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
