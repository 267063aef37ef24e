/// Partitions of a service that one instance owns at a time.
///
/// [ShardTable] holds them and makes a write of anyone but the owner fail. [Ownership] decides
/// which instance should own which shard, takes over from dead ones, and tells its listener. Safety
/// is the table's alone: clocks, heartbeats and pauses can only cost time.
@NullMarked
package io.aramaki.kit.cassandra.shard;

import org.jspecify.annotations.NullMarked;
