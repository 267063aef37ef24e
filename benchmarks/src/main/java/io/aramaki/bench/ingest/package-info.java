/// Measures how much the way of an observation costs: simulated agents, gateway, monitoring,
/// Cassandra, each in a process of its own, and a read of everything that was acknowledged.
@NullMarked
package io.aramaki.bench.ingest;

import org.jspecify.annotations.NullMarked;
