/// From tokens to a checked tree: the expressions of PromQL, their types and their signatures.
@NullMarked
package io.aramaki.monitoring.domain.promql.syntax;

import org.jspecify.annotations.NullMarked;
