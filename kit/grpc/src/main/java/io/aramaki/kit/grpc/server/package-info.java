/// The server that every service runs: mutual TLS, virtual threads, the interceptor chain, limits,
/// and an end within a bound.
@NullMarked
package io.aramaki.kit.grpc.server;

import org.jspecify.annotations.NullMarked;
