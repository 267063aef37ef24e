/// Calls to other people's HTTP servers: trackers and receivers. What matters is told apart:
/// answered, not sent, or sent without an answer, because only the second may be repeated without a
/// thought.
@NullMarked
package io.aramaki.kit.http.outbound;

import org.jspecify.annotations.NullMarked;
