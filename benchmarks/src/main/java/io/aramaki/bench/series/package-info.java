/// Many series in one instance: what they take in memory, and how long a selector takes over some
/// of them.
@NullMarked
package io.aramaki.bench.series;

import org.jspecify.annotations.NullMarked;
