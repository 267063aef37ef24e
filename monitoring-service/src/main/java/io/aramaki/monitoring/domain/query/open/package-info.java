/// What is in no chunk yet: its samples once somebody asks for them, and before that its series.
@NullMarked
package io.aramaki.monitoring.domain.query.open;

import org.jspecify.annotations.NullMarked;
