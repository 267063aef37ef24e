/// Calls to our own services on behalf of people: which service answers what, the internal token
/// that goes with each call, and the calls themselves. Everything here blocks and runs on virtual
/// threads.
@NullMarked
package io.aramaki.gateway.grpc.call;

import org.jspecify.annotations.NullMarked;
