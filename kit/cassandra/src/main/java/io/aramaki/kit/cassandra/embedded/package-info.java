/// A real Cassandra as a child process: the database of the all-in-one and of the tests. It runs in
/// its own JVM from the class path that `deploy/cassandra` builds, survives its parent, and is
/// adopted again by the next one.
@NullMarked
package io.aramaki.kit.cassandra.embedded;

import org.jspecify.annotations.NullMarked;
