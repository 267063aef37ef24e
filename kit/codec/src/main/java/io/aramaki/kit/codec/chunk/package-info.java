/// Chunks: the samples of a series in an hour, compressed and put together into pages that can be
/// read one series at a time, each with a head from which aggregates follow without decoding.
@NullMarked
package io.aramaki.kit.codec.chunk;

import org.jspecify.annotations.NullMarked;
