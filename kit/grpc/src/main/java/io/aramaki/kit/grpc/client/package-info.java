/// Channels to our own services: mutual TLS, deadlines, retries within a budget, traces.
@NullMarked
package io.aramaki.kit.grpc.client;

import org.jspecify.annotations.NullMarked;
