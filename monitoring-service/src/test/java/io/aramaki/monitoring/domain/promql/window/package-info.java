/// Tests of functions over windows.
@NullMarked
package io.aramaki.monitoring.domain.promql.window;

import org.jspecify.annotations.NullMarked;
