/// Tests of shards and their ownership, most of them on a real Cassandra.
@NullMarked
package io.aramaki.kit.cassandra.shard;

import org.jspecify.annotations.NullMarked;
