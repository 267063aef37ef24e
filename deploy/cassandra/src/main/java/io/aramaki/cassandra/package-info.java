/// What runs inside the embedded Cassandra's own process.
package io.aramaki.cassandra;
