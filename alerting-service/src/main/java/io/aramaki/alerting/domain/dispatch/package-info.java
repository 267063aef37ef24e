/// Groups and notifications: when a group is due, what it says, and what is known about who was
/// told. Pure; the timers are those of Alertmanager.
@NullMarked
package io.aramaki.alerting.domain.dispatch;

import org.jspecify.annotations.NullMarked;
