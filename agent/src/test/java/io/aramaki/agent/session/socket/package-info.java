/// Tests of [io.aramaki.agent.session.socket].
@NullMarked
package io.aramaki.agent.session.socket;

import org.jspecify.annotations.NullMarked;
