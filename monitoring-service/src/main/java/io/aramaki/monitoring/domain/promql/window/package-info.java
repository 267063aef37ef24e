/// Functions over the samples in a moving window, such as `rate` and `avg_over_time`.
@NullMarked
package io.aramaki.monitoring.domain.promql.window;

import org.jspecify.annotations.NullMarked;
