/// The index: which series there are, found by the values of their labels. Each instance has in
/// memory the series of the agents whose shards it owns; what it starts from lies in Cassandra.
@NullMarked
package io.aramaki.monitoring.domain.index;

import org.jspecify.annotations.NullMarked;
