/// Everything on one machine: the embedded default. A supervisor starts Cassandra, the services,
/// the gateway and an agent as child processes, restarts what dies, and survives its own death
/// because it adopts what it finds. `up`, `down` and `status` talk to it through files in the
/// instance's home.
@NullMarked
package io.aramaki.allinone;

import org.jspecify.annotations.NullMarked;
