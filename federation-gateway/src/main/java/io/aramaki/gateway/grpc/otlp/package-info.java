/// The door for OTLP over gRPC: a server of its own, with the gateway's certificate and tokens in
/// the metadata.
@NullMarked
package io.aramaki.gateway.grpc.otlp;

import org.jspecify.annotations.NullMarked;
