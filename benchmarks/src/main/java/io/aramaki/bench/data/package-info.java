/// The data that a comparison feeds: deterministic from a seed, cheap to make, the same for each
/// peer whatever the size of its batches, and made a second time to check what was read back.
@NullMarked
package io.aramaki.bench.data;

import org.jspecify.annotations.NullMarked;
