/// Tests of audit chains on a real Cassandra.
@NullMarked
package io.aramaki.kit.cassandra.audit;

import org.jspecify.annotations.NullMarked;
