/// Benchmarks of whole instances.
@NullMarked
package io.aramaki.bench;

import org.jspecify.annotations.NullMarked;
