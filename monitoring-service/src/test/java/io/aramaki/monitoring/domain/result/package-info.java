@NullMarked
package io.aramaki.monitoring.domain.result;

import org.jspecify.annotations.NullMarked;
