@NullMarked
package io.aramaki.monitoring.domain.series;

import org.jspecify.annotations.NullMarked;
