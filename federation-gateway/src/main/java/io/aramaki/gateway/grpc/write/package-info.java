/// Samples that programs send: to which system they belong, the mapping of OpenTelemetry's metrics,
/// and the way to monitoring.
@NullMarked
package io.aramaki.gateway.grpc.write;

import org.jspecify.annotations.NullMarked;
