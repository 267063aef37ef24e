/// The agent of Aramaki: `./aramaki agent-process enrol|run|check-config`.
@NullMarked
package io.aramaki.agent;

import org.jspecify.annotations.NullMarked;
