/// Check results of closed hours, beside the chunks.
@NullMarked
package io.aramaki.monitoring.domain.result;

import org.jspecify.annotations.NullMarked;
