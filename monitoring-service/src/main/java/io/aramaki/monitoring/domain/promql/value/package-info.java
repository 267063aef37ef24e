/// What expressions are made of and result in: labels, series, rows with a value for each step.
@NullMarked
package io.aramaki.monitoring.domain.promql.value;

import org.jspecify.annotations.NullMarked;
