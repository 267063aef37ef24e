@NullMarked
package io.aramaki.alerting.domain.match;

import org.jspecify.annotations.NullMarked;
