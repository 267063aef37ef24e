/// Why a standing problem does not notify.
@NullMarked
package io.aramaki.alerting.domain.suppress;

import org.jspecify.annotations.NullMarked;
