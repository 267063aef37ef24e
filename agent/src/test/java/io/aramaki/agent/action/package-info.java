/// Tests of [io.aramaki.agent.action].
@NullMarked
package io.aramaki.agent.action;

import org.jspecify.annotations.NullMarked;
