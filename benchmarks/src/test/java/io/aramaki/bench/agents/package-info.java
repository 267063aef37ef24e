/// Tests of what `bench agents` makes of its readings.
@NullMarked
package io.aramaki.bench.agents;

import org.jspecify.annotations.NullMarked;
