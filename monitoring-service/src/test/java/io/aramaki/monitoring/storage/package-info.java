/// Tests of the tables on a real Cassandra.
@NullMarked
package io.aramaki.monitoring.storage;

import org.jspecify.annotations.NullMarked;
