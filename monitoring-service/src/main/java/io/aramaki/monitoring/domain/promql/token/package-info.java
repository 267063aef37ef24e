/// From the text of a query to its tokens, with the texts of errors as Prometheus words them.
@NullMarked
package io.aramaki.monitoring.domain.promql.token;

import org.jspecify.annotations.NullMarked;
