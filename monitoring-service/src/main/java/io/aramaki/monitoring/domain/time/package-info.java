/// Time and waiting: the clock by which silence is judged, patience with what is away, the signal
/// that something is new.
@NullMarked
package io.aramaki.monitoring.domain.time;

import org.jspecify.annotations.NullMarked;
