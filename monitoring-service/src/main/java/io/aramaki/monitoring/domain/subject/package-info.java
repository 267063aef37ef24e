/// For which systems an agent may report. Inventory decides; here is what it said last.
@NullMarked
package io.aramaki.monitoring.domain.subject;

import org.jspecify.annotations.NullMarked;
