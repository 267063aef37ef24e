/// Samples that programs write: checked, put together with what arrives at the same time, and
/// durable in the journal before they are answered.
@NullMarked
package io.aramaki.monitoring.domain.write;

import org.jspecify.annotations.NullMarked;
