/// What the agent knows of its host that seldom changes.
@NullMarked
package io.aramaki.agent.fact;

import org.jspecify.annotations.NullMarked;
