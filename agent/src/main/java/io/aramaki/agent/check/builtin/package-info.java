/// The checks that the agent brings along, so that it is useful where no plugin is installed.
@NullMarked
package io.aramaki.agent.check.builtin;

import org.jspecify.annotations.NullMarked;
