/// `./aramaki bench agent-memory`: what a real agent has in memory.
@NullMarked
package io.aramaki.bench.footprint;

import org.jspecify.annotations.NullMarked;
