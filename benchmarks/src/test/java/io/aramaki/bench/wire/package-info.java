/// Tests of what a run measures with.
@NullMarked
package io.aramaki.bench.wire;

import org.jspecify.annotations.NullMarked;
