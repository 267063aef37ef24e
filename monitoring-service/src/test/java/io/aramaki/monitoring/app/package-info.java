/// Tests of whole instances on a real Cassandra, and of the rules of the module.
@NullMarked
package io.aramaki.monitoring.app;

import org.jspecify.annotations.NullMarked;
