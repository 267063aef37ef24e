/// Tests of the measurement of many series.
@NullMarked
package io.aramaki.bench.series;

import org.jspecify.annotations.NullMarked;
