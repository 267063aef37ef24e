/// Operators between two sides, and how the series of both find each other.
@NullMarked
package io.aramaki.monitoring.domain.promql.binary;

import org.jspecify.annotations.NullMarked;
