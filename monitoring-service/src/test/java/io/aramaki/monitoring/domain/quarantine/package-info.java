/// Tests of the domain package of the same name.
@NullMarked
package io.aramaki.monitoring.domain.quarantine;

import org.jspecify.annotations.NullMarked;
