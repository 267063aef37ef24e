/// What happens to a call between the wire and the endpoint, one small interceptor for each
/// concern. [io.aramaki.kit.grpc.chain.Chain] fixes the order.
@NullMarked
package io.aramaki.kit.grpc.chain;

import org.jspecify.annotations.NullMarked;
