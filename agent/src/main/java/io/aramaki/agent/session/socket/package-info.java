/// The sockets of the connection to a gateway: when they give up, and whom they believe.
@NullMarked
package io.aramaki.agent.session.socket;

import org.jspecify.annotations.NullMarked;
