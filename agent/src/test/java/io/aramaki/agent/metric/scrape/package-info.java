@NullMarked
package io.aramaki.agent.metric.scrape;

import org.jspecify.annotations.NullMarked;
