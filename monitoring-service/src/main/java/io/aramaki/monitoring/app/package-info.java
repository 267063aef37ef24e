/// Puts the service together, reading top to bottom in the order in which the parts need each
/// other.
@NullMarked
package io.aramaki.monitoring.app;

import org.jspecify.annotations.NullMarked;
