/// What an alert is and how it lives: it fires, is acknowledged, changes its severity, is resolved.
/// Pure: a transition takes the alert and the time, and returns the next alert with the entry for
/// its history.
@NullMarked
package io.aramaki.alerting.domain.alert;

import org.jspecify.annotations.NullMarked;
