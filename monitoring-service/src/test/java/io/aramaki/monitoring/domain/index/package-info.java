/// Tests of the index.
@NullMarked
package io.aramaki.monitoring.domain.index;

import org.jspecify.annotations.NullMarked;
