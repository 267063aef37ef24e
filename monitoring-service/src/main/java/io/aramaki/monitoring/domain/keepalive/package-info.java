/// Whether an agent lives, judged by monitoring's own receive clock. Pure.
@NullMarked
package io.aramaki.monitoring.domain.keepalive;

import org.jspecify.annotations.NullMarked;
