/// Executables that follow the Monitoring Plugins guidelines: how they are run and what their
/// output means.
@NullMarked
package io.aramaki.agent.check.plugin;

import org.jspecify.annotations.NullMarked;
