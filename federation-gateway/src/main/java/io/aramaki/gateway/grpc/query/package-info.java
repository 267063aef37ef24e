/// Queries to monitoring, and its answers as the Prometheus HTTP API has them.
@NullMarked
package io.aramaki.gateway.grpc.query;

import org.jspecify.annotations.NullMarked;
