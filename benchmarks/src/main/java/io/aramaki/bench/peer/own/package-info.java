/// Our own servers as one of the compared: an instance that is fed by simulated agents or by
/// remote_write.
@NullMarked
package io.aramaki.bench.peer.own;

import org.jspecify.annotations.NullMarked;
