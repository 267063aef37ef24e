/// How long what is observed is kept, by classes of metrics.
@NullMarked
package io.aramaki.monitoring.domain.retention;

import org.jspecify.annotations.NullMarked;
