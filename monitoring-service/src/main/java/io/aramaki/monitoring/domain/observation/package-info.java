/// Batches of observations: what is checked before they are acknowledged, the journal that makes
/// them durable, what is in them, and the quarantine for what cannot be used.
@NullMarked
package io.aramaki.monitoring.domain.observation;

import org.jspecify.annotations.NullMarked;
