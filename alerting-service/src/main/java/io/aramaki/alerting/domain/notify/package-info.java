/// The way out of alerting, as the domain sees it.
@NullMarked
package io.aramaki.alerting.domain.notify;

import org.jspecify.annotations.NullMarked;
