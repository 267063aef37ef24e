/// Series: what they are called, and samples of one of them.
@NullMarked
package io.aramaki.monitoring.domain.series;

import org.jspecify.annotations.NullMarked;
