/// Tests of matchers and budgets.
@NullMarked
package io.aramaki.monitoring.domain.promql.select;

import org.jspecify.annotations.NullMarked;
