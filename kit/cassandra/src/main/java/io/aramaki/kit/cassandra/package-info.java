/// Cassandra as every service uses it: sessions, numbered schema files, statements with spans, and
/// the partitions of a service that exactly one instance owns at a time.
@NullMarked
package io.aramaki.kit.cassandra;

import org.jspecify.annotations.NullMarked;
