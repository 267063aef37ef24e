/// Ticketing: owns links to trackers and their synchronisation.
@NullMarked
package io.aramaki.ticketing;

import org.jspecify.annotations.NullMarked;
