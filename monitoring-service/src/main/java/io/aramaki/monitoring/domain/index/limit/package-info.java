/// How many series there may be, and what is said to those beyond.
@NullMarked
package io.aramaki.monitoring.domain.index.limit;

import org.jspecify.annotations.NullMarked;
