/// Metric samples: the newest of each series in memory, ranges from the journal.
@NullMarked
package io.aramaki.monitoring.domain.sample;

import org.jspecify.annotations.NullMarked;
