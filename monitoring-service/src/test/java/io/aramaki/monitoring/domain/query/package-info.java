@NullMarked
package io.aramaki.monitoring.domain.query;

import org.jspecify.annotations.NullMarked;
