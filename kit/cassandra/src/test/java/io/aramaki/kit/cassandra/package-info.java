/// Tests on a real Cassandra.
@NullMarked
package io.aramaki.kit.cassandra;

import org.jspecify.annotations.NullMarked;
