/// The order of one agent's batches: which comes next, which is missing, which is a duplicate.
/// Pure.
@NullMarked
package io.aramaki.monitoring.domain.sequence;

import org.jspecify.annotations.NullMarked;
