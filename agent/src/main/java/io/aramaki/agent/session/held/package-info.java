/// What the organisation signed for this agent and the agent keeps: its keys, checks and actions.
/// Only what verifies comes into force, and never an older version.
@NullMarked
package io.aramaki.agent.session.held;

import org.jspecify.annotations.NullMarked;
