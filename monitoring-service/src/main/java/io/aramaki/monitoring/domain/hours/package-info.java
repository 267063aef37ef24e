/// Which hours of the journal are open: who writes into one says so, and takes care that a builder
/// does not overlook it.
@NullMarked
package io.aramaki.monitoring.domain.hours;

import org.jspecify.annotations.NullMarked;
