/// The agent of a run as the domain sees it: a connection, and what the agent tells over it.
@NullMarked
package io.aramaki.inventory.domain.run.agent;

import org.jspecify.annotations.NullMarked;
