/// Where the gateway's connections go.
@NullMarked
package io.aramaki.gateway.grpc.session;

import org.jspecify.annotations.NullMarked;
