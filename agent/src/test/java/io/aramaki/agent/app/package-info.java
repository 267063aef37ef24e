/// Tests of [io.aramaki.agent.app].
@NullMarked
package io.aramaki.agent.app;

import org.jspecify.annotations.NullMarked;
