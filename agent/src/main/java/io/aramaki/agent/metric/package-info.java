/// What the agent measures: the host's figures every few seconds, and perfdata of checks.
@NullMarked
package io.aramaki.agent.metric;

import org.jspecify.annotations.NullMarked;
