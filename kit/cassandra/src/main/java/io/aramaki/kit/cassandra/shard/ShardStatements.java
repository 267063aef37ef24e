package io.aramaki.kit.cassandra.shard;

import com.datastax.oss.driver.api.core.cql.BoundStatement;
import io.aramaki.kit.cassandra.ConditionalStatement;
import io.aramaki.kit.cassandra.Cql;
import io.aramaki.kit.cassandra.CqlStatement;
import java.util.OptionalLong;

/// The statements of the table `shard`.
final class ShardStatements {
  private final ConditionalStatement claimFirst;
  private final ConditionalStatement claimNext;
  private final ConditionalStatement release;
  private final ConditionalStatement guard;
  private final ConditionalStatement guardWithHead;
  private final CqlStatement put;
  private final CqlStatement putWithTtl;
  private final CqlStatement delete;
  final CqlStatement readState;
  final CqlStatement readStates;
  final CqlStatement readKey;
  final CqlStatement readKind;

  ShardStatements(Cql cql) {
    claimFirst =
        cql.prepareConditional(
            "claim_shard",
            "UPDATE shard SET owner = ?, owner_epoch = 1, head = 0, write_id = 0 WHERE shard = ? IF owner_epoch = null");
    claimNext =
        cql.prepareConditional(
            "claim_shard",
            "UPDATE shard SET owner = ?, owner_epoch = ?, write_id = 0 WHERE shard = ? IF owner_epoch = ?");
    release =
        cql.prepareConditional(
            "release_shard", "UPDATE shard SET owner = null WHERE shard = ? IF owner_epoch = ?");
    guard =
        cql.prepareConditional(
            "write_shard", "UPDATE shard SET write_id = ? WHERE shard = ? IF owner_epoch = ?");
    guardWithHead =
        cql.prepareConditional(
            "write_shard",
            "UPDATE shard SET write_id = ?, head = ? WHERE shard = ? IF owner_epoch = ? AND head <= ?");
    put =
        cql.prepare(
            "write_shard",
            "INSERT INTO shard (shard, kind, key, seq, value) VALUES (?, ?, ?, ?, ?)");
    putWithTtl =
        cql.prepare(
            "write_shard",
            "INSERT INTO shard (shard, kind, key, seq, value) VALUES (?, ?, ?, ?, ?) USING TTL ?");
    delete =
        cql.prepare(
            "write_shard",
            "DELETE FROM shard WHERE shard = ? AND kind = ? AND key = ? AND seq = ?");
    readState =
        cql.prepareSerialRead(
            "read_shard_state",
            "SELECT owner, owner_epoch, head, write_id FROM shard WHERE shard = ? LIMIT 1");
    readStates =
        cql.prepare(
            "read_shard_states", "SELECT DISTINCT shard, owner, owner_epoch, head FROM shard");
    readKey =
        cql.prepare(
            "read_shard_key",
            "SELECT key, seq, value FROM shard WHERE shard = ? AND kind = ? AND key = ? AND seq >= ? LIMIT ?");
    readKind =
        cql.prepare(
            "read_shard_kind", "SELECT key, seq, value FROM shard WHERE shard = ? AND kind = ?");
  }

  BoundStatement claim(int shard, long expectedEpoch, String owner) {
    return expectedEpoch == 0
        ? claimFirst.bind(owner, shard)
        : claimNext.bind(owner, expectedEpoch + 1, shard, expectedEpoch);
  }

  BoundStatement release(int shard, long epoch) {
    return release.bind(shard, epoch);
  }

  BoundStatement guard(int shard, long epoch, long writeId, OptionalLong head) {
    return head.isPresent()
        ? guardWithHead.bind(writeId, head.getAsLong(), shard, epoch, head.getAsLong())
        : guard.bind(writeId, shard, epoch);
  }

  BoundStatement put(int shard, ShardWrite.Put put) {
    var key = put.key();
    return put.ttl().isPresent()
        ? putWithTtl.bind(
            shard, key.kind(), key.key(), key.seq(), put.value(), (int) put.ttl().get().toSeconds())
        : this.put.bind(shard, key.kind(), key.key(), key.seq(), put.value());
  }

  BoundStatement delete(int shard, ShardWrite.Key key) {
    return delete.bind(shard, key.kind(), key.key(), key.seq());
  }
}
