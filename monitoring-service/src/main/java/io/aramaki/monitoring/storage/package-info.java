/// Monitoring's tables in Cassandra, and how its records become bytes. Each table is written either
/// by conditional statements always, or never.
@NullMarked
package io.aramaki.monitoring.storage;

import org.jspecify.annotations.NullMarked;
