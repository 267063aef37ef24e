/// Alerting: owns alerts, suppressions, routes and notifications.
@NullMarked
package io.aramaki.alerting;

import org.jspecify.annotations.NullMarked;
