/// What both doors do with a connection before anything is known of who is at its other end.
@NullMarked
package io.aramaki.gateway.socket;

import org.jspecify.annotations.NullMarked;
