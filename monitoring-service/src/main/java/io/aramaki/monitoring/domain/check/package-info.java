/// The state machine of one check: results in, states and changes out. Pure: no clock, no thread,
/// no row; what time it is comes in as an argument.
@NullMarked
package io.aramaki.monitoring.domain.check;

import org.jspecify.annotations.NullMarked;
