/// How the agent talks to its gateway: enrolment, the observation session, the control session, and
/// the signed documents that come over them.
@NullMarked
package io.aramaki.agent.session;

import org.jspecify.annotations.NullMarked;
