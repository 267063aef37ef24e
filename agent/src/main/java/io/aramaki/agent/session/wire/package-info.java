/// Translations between the agent's own types and the messages of the wire; the only place beside
/// the sessions where protobuf is known.
@NullMarked
package io.aramaki.agent.session.wire;

import org.jspecify.annotations.NullMarked;
