/// What queries read: the samples of series out of chunks and out of hours that are in none yet,
/// with what was read lately kept in memory.
@NullMarked
package io.aramaki.monitoring.domain.query;

import org.jspecify.annotations.NullMarked;
