/// Notifications as the webhook of Alertmanager, payload version 4, so that every receiver that
/// exists for it works with us.
@NullMarked
package io.aramaki.alerting.notify.webhook;

import org.jspecify.annotations.NullMarked;
