/// The shell around alerting's pure heart: one reign at a time makes edits durable and carries out
/// what they ask for.
@NullMarked
package io.aramaki.alerting.engine;

import org.jspecify.annotations.NullMarked;
