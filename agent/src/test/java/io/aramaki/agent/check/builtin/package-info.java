/// Tests of [io.aramaki.agent.check.builtin].
@NullMarked
package io.aramaki.agent.check.builtin;

import org.jspecify.annotations.NullMarked;
