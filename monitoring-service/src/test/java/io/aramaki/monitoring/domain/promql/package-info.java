/// Tests of the engine as a whole.
@NullMarked
package io.aramaki.monitoring.domain.promql;

import org.jspecify.annotations.NullMarked;
