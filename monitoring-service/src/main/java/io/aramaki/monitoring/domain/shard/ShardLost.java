package io.aramaki.monitoring.domain.shard;

/// Another instance has taken over the shard: what is in memory here counts no more.
public final class ShardLost extends RuntimeException {
  private static final long serialVersionUID = 1;

  public ShardLost(int shard) {
    super("shard " + shard + " has another owner");
  }
}
