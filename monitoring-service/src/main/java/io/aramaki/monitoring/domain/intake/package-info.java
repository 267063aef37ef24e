/// The path of a batch from the wire to its acknowledgement. Nothing here looks at samples, and
/// nothing waits in a queue without a bound.
@NullMarked
package io.aramaki.monitoring.domain.intake;

import org.jspecify.annotations.NullMarked;
