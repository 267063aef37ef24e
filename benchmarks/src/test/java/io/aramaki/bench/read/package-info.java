/// Tests of what a run measures with.
@NullMarked
package io.aramaki.bench.read;

import org.jspecify.annotations.NullMarked;
