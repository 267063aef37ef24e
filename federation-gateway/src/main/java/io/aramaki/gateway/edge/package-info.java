/// The agents' door: gRPC over mutual TLS, relayed as bytes. A stream is admitted by its
/// certificate, taken to the service that answers its method, and cut when its right to be there
/// ends. Vert.x lives here and in the people's door only.
@NullMarked
package io.aramaki.gateway.edge;

import org.jspecify.annotations.NullMarked;
