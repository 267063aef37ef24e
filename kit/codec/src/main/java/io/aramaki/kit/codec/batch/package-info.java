/// The content of a batch: names of series, samples, and what comes beside them. docs/wire/batch.md
/// is its specification.
@NullMarked
package io.aramaki.kit.codec.batch;

import org.jspecify.annotations.NullMarked;
