/// Tests of what a run measures with.
@NullMarked
package io.aramaki.bench.compare;

import org.jspecify.annotations.NullMarked;
