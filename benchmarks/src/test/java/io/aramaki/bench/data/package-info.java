/// Tests of what a run measures with.
@NullMarked
package io.aramaki.bench.data;

import org.jspecify.annotations.NullMarked;
