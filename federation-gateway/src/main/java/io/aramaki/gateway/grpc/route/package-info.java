/// The addresses of the REST interface, read from the protos.
@NullMarked
package io.aramaki.gateway.grpc.route;

import org.jspecify.annotations.NullMarked;
