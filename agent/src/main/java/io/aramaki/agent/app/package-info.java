/// Wires the agent's parts together; the only package that sees all others.
@NullMarked
package io.aramaki.agent.app;

import org.jspecify.annotations.NullMarked;
