@NullMarked
package io.aramaki.monitoring.domain.write;

import org.jspecify.annotations.NullMarked;
