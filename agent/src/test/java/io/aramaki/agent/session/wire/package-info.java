/// Tests of [io.aramaki.agent.session.wire].
@NullMarked
package io.aramaki.agent.session.wire;

import org.jspecify.annotations.NullMarked;
