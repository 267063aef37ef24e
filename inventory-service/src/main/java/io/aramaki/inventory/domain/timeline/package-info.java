/// What the inventory tells the timeline of a system: entries wait in a durable outbox until
/// monitoring, which keeps timelines, has taken them.
@NullMarked
package io.aramaki.inventory.domain.timeline;

import org.jspecify.annotations.NullMarked;
