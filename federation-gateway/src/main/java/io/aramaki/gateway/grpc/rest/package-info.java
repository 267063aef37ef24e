/// The REST interface as a translation of the `google.api.http` options beside the RPCs: paths to
/// messages, JSON to messages and back, statuses to errors. Adding an RPC to a proto adds its
/// route; there is nothing to write here. Start at [Routes].
@NullMarked
package io.aramaki.gateway.grpc.rest;

import org.jspecify.annotations.NullMarked;
