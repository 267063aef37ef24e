/// Tests of what `bench agent-memory` makes of its readings.
@NullMarked
package io.aramaki.bench.footprint;

import org.jspecify.annotations.NullMarked;
