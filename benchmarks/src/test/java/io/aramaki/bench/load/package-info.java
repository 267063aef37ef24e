/// Tests of the simulated agent's bookkeeping.
@NullMarked
package io.aramaki.bench.load;

import org.jspecify.annotations.NullMarked;
