/// Tests of operators between two sides.
@NullMarked
package io.aramaki.monitoring.domain.promql.binary;

import org.jspecify.annotations.NullMarked;
