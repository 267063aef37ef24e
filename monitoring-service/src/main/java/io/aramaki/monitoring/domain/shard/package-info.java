/// The shards that this instance owns: each has one thread, its agents' books, and one partition to
/// which every write is conditional on still being the owner.
@NullMarked
package io.aramaki.monitoring.domain.shard;

import org.jspecify.annotations.NullMarked;
