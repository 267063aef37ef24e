@NullMarked
package io.aramaki.alerting.domain.route;

import org.jspecify.annotations.NullMarked;
