/// What timelines are to hear of tickets, as it waits in the ledger.
@NullMarked
package io.aramaki.ticketing.domain.timeline;

import org.jspecify.annotations.NullMarked;
