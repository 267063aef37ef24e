/// Tests of what waits for timelines.
@NullMarked
package io.aramaki.ticketing.domain.timeline;

import org.jspecify.annotations.NullMarked;
