/// Comparing labels, as routes and silences do.
@NullMarked
package io.aramaki.alerting.domain.match;

import org.jspecify.annotations.NullMarked;
