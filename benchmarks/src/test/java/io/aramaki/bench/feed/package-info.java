/// Tests of what a run measures with.
@NullMarked
package io.aramaki.bench.feed;

import org.jspecify.annotations.NullMarked;
