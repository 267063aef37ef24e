/// The timeline of every system: what happened, in one order, whoever says it.
@NullMarked
package io.aramaki.monitoring.domain.timeline;

import org.jspecify.annotations.NullMarked;
