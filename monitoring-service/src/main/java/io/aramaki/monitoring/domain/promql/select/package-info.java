/// How the engine asks for series: matchers, the interface of a source, and what a query may use.
@NullMarked
package io.aramaki.monitoring.domain.promql.select;

import org.jspecify.annotations.NullMarked;
