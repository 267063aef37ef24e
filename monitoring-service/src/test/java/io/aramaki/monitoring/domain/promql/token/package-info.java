/// Tests of tokens.
@NullMarked
package io.aramaki.monitoring.domain.promql.token;

import org.jspecify.annotations.NullMarked;
