package io.aramaki.kit.cassandra.shard;

import java.nio.ByteBuffer;

/// One row of a shard. The value is read-only.
public record ShardRow(String kind, String key, long seq, ByteBuffer value) {
  public ShardRow {
    value = value.asReadOnlyBuffer();
  }

  /// A view with its own position.
  @Override
  public ByteBuffer value() {
    return value.duplicate();
  }
}
