/// Tests of the parser.
@NullMarked
package io.aramaki.monitoring.domain.promql.syntax;

import org.jspecify.annotations.NullMarked;
