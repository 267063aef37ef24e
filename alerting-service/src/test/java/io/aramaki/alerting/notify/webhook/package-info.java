@NullMarked
package io.aramaki.alerting.notify.webhook;

import org.jspecify.annotations.NullMarked;
