/// Tests of the spool on a simulated disk that loses, tears and flips, and on the real one.
@NullMarked
package io.aramaki.agent.spool;

import org.jspecify.annotations.NullMarked;
