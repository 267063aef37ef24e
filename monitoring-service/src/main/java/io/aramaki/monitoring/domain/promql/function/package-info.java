/// Functions over instant vectors, labels, histograms and dates.
@NullMarked
package io.aramaki.monitoring.domain.promql.function;

import org.jspecify.annotations.NullMarked;
