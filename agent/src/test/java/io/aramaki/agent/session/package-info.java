/// Tests of [io.aramaki.agent.session].
@NullMarked
package io.aramaki.agent.session;

import org.jspecify.annotations.NullMarked;
