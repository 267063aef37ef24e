@NullMarked
package io.aramaki.ticketing.tracker.redmine;

import org.jspecify.annotations.NullMarked;
