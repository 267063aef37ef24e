/// Traces of what the agent does, as spans if they are sent somewhere, else as ids only.
@NullMarked
package io.aramaki.agent.trace;

import org.jspecify.annotations.NullMarked;
