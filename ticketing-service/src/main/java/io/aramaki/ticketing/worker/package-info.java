/// The threads that bring links further: one look a second at what is due, and a slow repair loop
/// that notices what people did in the tracker.
@NullMarked
package io.aramaki.ticketing.worker;

import org.jspecify.annotations.NullMarked;
