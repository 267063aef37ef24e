/// Tests of [io.aramaki.agent.check.plugin].
@NullMarked
package io.aramaki.agent.check.plugin;

import org.jspecify.annotations.NullMarked;
