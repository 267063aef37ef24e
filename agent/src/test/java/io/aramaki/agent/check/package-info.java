/// Tests of [io.aramaki.agent.check].
@NullMarked
package io.aramaki.agent.check;

import org.jspecify.annotations.NullMarked;
