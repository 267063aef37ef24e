package io.aramaki.gateway.domain.session;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// Says which shard an agent belongs to, by the rule of `ListShardOwnersResponse.shard_count`.
final class Shards {
  private Shards() {}

  /// Answers the first 8 bytes of SHA-256 over the agent's resource name, as an unsigned big-endian
  /// number, modulo the number of shards.
  static int of(String agent, int shardCount) {
    byte[] hash = sha256().digest(agent.getBytes(StandardCharsets.UTF_8));
    return (int) Long.remainderUnsigned(ByteBuffer.wrap(hash).getLong(), shardCount);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
