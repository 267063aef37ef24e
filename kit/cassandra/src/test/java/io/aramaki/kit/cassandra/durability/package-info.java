/// Watches the system calls of Cassandra, to see whether a write is on the disk when it is
/// acknowledged.
@NullMarked
package io.aramaki.kit.cassandra.durability;

import org.jspecify.annotations.NullMarked;
