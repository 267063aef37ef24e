/// Reads what the pages of the web UI show: many calls at a time on behalf of the person who looks,
/// each of which may fail alone, translated into plain values.
@NullMarked
package io.aramaki.gateway.grpc.page;

import org.jspecify.annotations.NullMarked;
