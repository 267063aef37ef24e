/// How the agent talks to its gateway: enrolment, the observation session, the control session,
/// with the loop that keeps them alive. What comes signed over them is kept by `held`; `wire`
/// translates.
@NullMarked
package io.aramaki.agent.session;

import org.jspecify.annotations.NullMarked;
