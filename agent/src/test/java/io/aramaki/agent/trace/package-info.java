/// Tests of [io.aramaki.agent.trace].
@NullMarked
package io.aramaki.agent.trace;

import org.jspecify.annotations.NullMarked;
