/// What the agent checks, when, and what came out: definitions, schedule, results.
@NullMarked
package io.aramaki.agent.check;

import org.jspecify.annotations.NullMarked;
