@NullMarked
package io.aramaki.alerting.domain.alert;

import org.jspecify.annotations.NullMarked;
