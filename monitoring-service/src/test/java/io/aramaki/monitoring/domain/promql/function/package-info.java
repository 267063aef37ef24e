/// Tests of functions.
@NullMarked
package io.aramaki.monitoring.domain.promql.function;

import org.jspecify.annotations.NullMarked;
