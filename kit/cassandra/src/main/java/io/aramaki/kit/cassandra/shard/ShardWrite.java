package io.aramaki.kit.cassandra.shard;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What one write changes in a shard; all of it becomes visible together or not at all.
///
/// @param newHead the log's new head; never lower than the present one
public record ShardWrite(List<Put> puts, List<Key> deletes, OptionalLong newHead) {
  /// Changes in one write. More belong into several writes, which then are not atomic together.
  public static final int CHANGES_MAX = 2_000;

  /// Bytes of all values in one write: half of what Cassandra takes as one mutation with 32 MiB log
  /// segments.
  public static final int BYTES_MAX = 8 * 1024 * 1024;

  private static final Duration TTL_MIN = Duration.ofSeconds(1);

  /// One row's key.
  public record Key(String kind, String key, long seq) {}

  /// One row to write.
  ///
  /// @param ttl after which the row is gone; empty keeps it
  public record Put(Key key, ByteBuffer value, Optional<Duration> ttl) {
    public Put {
      if (ttl.isPresent() && ttl.get().compareTo(TTL_MIN) < 0) {
        throw new IllegalArgumentException(
            "ttl of " + key + " is " + ttl.get() + "; expected at least " + TTL_MIN);
      }
    }
  }

  public ShardWrite {
    puts = List.copyOf(puts);
    deletes = List.copyOf(deletes);
    if (puts.size() + deletes.size() > CHANGES_MAX) {
      throw new IllegalArgumentException(
          "a write of "
              + (puts.size() + deletes.size())
              + " changes; expected at most "
              + CHANGES_MAX);
    }
    long bytes = puts.stream().mapToLong(put -> put.value().remaining()).sum();
    if (bytes > BYTES_MAX) {
      throw new IllegalArgumentException(
          "a write of " + bytes + " bytes; expected at most " + BYTES_MAX);
    }
  }

  public static Builder builder() {
    return new Builder();
  }

  /// Collects the changes of one write.
  public static final class Builder {
    private final List<Put> puts = new ArrayList<>();
    private final List<Key> deletes = new ArrayList<>();
    private OptionalLong head = OptionalLong.empty();

    private Builder() {}

    public Builder put(String kind, String key, long seq, byte[] value) {
      puts.add(new Put(new Key(kind, key, seq), ByteBuffer.wrap(value), Optional.empty()));
      return this;
    }

    public Builder put(String kind, String key, long seq, byte[] value, Duration ttl) {
      puts.add(new Put(new Key(kind, key, seq), ByteBuffer.wrap(value), Optional.of(ttl)));
      return this;
    }

    public Builder delete(String kind, String key, long seq) {
      deletes.add(new Key(kind, key, seq));
      return this;
    }

    public Builder head(long newHead) {
      head = OptionalLong.of(newHead);
      return this;
    }

    public ShardWrite build() {
      return new ShardWrite(puts, deletes, head);
    }
  }
}
