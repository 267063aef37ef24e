/// Where tools ask in PromQL over HTTP, as they ask Prometheus.
@NullMarked
package io.aramaki.gateway.web.query;

import org.jspecify.annotations.NullMarked;
