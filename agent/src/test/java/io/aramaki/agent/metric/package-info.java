/// Tests of [io.aramaki.agent.metric].
@NullMarked
package io.aramaki.agent.metric;

import org.jspecify.annotations.NullMarked;
