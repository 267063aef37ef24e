/// The adapter for Redmine, by its REST interface. [RedmineTracker] says which versions.
@NullMarked
package io.aramaki.ticketing.tracker.redmine;

import org.jspecify.annotations.NullMarked;
