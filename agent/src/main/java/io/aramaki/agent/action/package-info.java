/// Carries out what inventory orders, once: verified dispatches, a journal that is durable before
/// anything is executed, output that streams.
@NullMarked
package io.aramaki.agent.action;

import org.jspecify.annotations.NullMarked;
