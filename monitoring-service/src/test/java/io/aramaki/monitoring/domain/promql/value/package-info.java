/// Tests of values and their texts.
@NullMarked
package io.aramaki.monitoring.domain.promql.value;

import org.jspecify.annotations.NullMarked;
