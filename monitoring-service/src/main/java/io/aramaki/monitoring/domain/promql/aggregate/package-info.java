/// Aggregations such as `sum by` and `topk`, which take one series after another.
@NullMarked
package io.aramaki.monitoring.domain.promql.aggregate;

import org.jspecify.annotations.NullMarked;
