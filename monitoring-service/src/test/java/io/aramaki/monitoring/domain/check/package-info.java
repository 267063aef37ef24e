/// Tests of the check machine.
@NullMarked
package io.aramaki.monitoring.domain.check;

import org.jspecify.annotations.NullMarked;
