/// Tests of what a run measures with.
@NullMarked
package io.aramaki.bench.ingest;

import org.jspecify.annotations.NullMarked;
