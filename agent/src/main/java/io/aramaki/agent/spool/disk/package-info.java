/// The directory under the spool: the few things that are done with it, the real file system behind
/// them, and the reserve that is given back when it is full.
@NullMarked
package io.aramaki.agent.spool.disk;

import org.jspecify.annotations.NullMarked;
