@NullMarked
package io.aramaki.alerting.domain.suppress;

import org.jspecify.annotations.NullMarked;
