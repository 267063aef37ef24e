/// The routing tree: which receivers hear of an alert, how alerts are grouped, and the timers of a
/// group.
@NullMarked
package io.aramaki.alerting.domain.route;

import org.jspecify.annotations.NullMarked;
