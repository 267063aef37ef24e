/// What ticketing needs of a tracker, and what trackers do to us. Adapters implement [Tracker].
@NullMarked
package io.aramaki.ticketing.domain.tracker;

import org.jspecify.annotations.NullMarked;
