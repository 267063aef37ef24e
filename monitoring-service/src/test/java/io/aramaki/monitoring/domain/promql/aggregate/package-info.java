/// Tests of aggregations.
@NullMarked
package io.aramaki.monitoring.domain.promql.aggregate;

import org.jspecify.annotations.NullMarked;
