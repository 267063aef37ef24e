package io.aramaki.kit.cassandra.shard;

import java.util.Optional;

/// Who owns a shard and how far its log goes.
///
/// @param owner empty if nobody has claimed it yet, or its last owner let go
/// @param epoch counts the claims; 0 before the first
/// @param head the highest position of the shard's log, 0 if it is empty
public record ShardState(int shard, Optional<String> owner, long epoch, long head) {
  /// A shard that nobody has ever claimed.
  static ShardState unclaimed(int shard) {
    return new ShardState(shard, Optional.empty(), 0, 0);
  }
}
