/// What is kept of closed hours, in Cassandra.
@NullMarked
package io.aramaki.monitoring.storage.chunk;

import org.jspecify.annotations.NullMarked;
