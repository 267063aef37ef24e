/// Evaluates a checked tree over steps of time.
@NullMarked
package io.aramaki.monitoring.domain.promql.eval;

import org.jspecify.annotations.NullMarked;
