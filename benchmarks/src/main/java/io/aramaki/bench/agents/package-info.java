/// `./aramaki bench agents`: what one more agent costs the gateway in memory.
@NullMarked
package io.aramaki.bench.agents;

import org.jspecify.annotations.NullMarked;
