/// What the adapters of trackers share: an HTTP client that knows the difference between "not done"
/// and "perhaps done".
@NullMarked
package io.aramaki.ticketing.tracker;

import org.jspecify.annotations.NullMarked;
