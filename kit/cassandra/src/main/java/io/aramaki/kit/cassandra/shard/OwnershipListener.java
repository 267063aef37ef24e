package io.aramaki.kit.cassandra.shard;

/// Hears which shards this instance has to work on. Calls for one shard come one after the other;
/// different shards' come at once. They run on threads of their own and may block: heartbeats go
/// on.
public interface OwnershipListener {
  /// This instance owns the shard from now on. Whoever owned it before can no longer write it. If
  /// this throws, the shard is released and will be claimed again.
  void acquired(int shard, long epoch);

  /// This instance should stop working on the shard. While this runs, a shard that is handed over
  /// is still ours, so state may be saved; one that was taken is not, and writes are refused. After
  /// it returns, others may own it.
  void lost(int shard);
}
