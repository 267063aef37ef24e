/// Metrics that programs of this host show for Prometheus.
@NullMarked
package io.aramaki.agent.metric.scrape;

import org.jspecify.annotations.NullMarked;
