/// Audit chains in Cassandra: an entry is durable before the change that it announces.
@NullMarked
package io.aramaki.kit.cassandra.audit;

import org.jspecify.annotations.NullMarked;
