/// The adapter for Redmine, versions 5.0 to 7.0, by its REST interface.
@NullMarked
package io.aramaki.ticketing.tracker.redmine;

import org.jspecify.annotations.NullMarked;
