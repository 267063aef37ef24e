/// What agents sent and nobody can use, kept for people with its reason.
@NullMarked
package io.aramaki.monitoring.domain.quarantine;

import org.jspecify.annotations.NullMarked;
