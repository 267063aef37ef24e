/// What senders put on the wire: remote_write 1.0, Snappy, the line protocol, and a connection that
/// costs the generator little. Everything that does not change from batch to batch is prepared
/// once.
@NullMarked
package io.aramaki.bench.wire;

import org.jspecify.annotations.NullMarked;
