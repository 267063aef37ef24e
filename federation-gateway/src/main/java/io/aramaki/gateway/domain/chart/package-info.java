/// Series of samples and the small pictures that pages draw of them.
@NullMarked
package io.aramaki.gateway.domain.chart;

import org.jspecify.annotations.NullMarked;
