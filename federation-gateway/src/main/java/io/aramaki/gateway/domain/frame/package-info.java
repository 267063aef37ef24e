/// The frames of gRPC's wire and the outer fields of a batch, read as they pass: nothing is
/// decoded.
@NullMarked
package io.aramaki.gateway.domain.frame;

import org.jspecify.annotations.NullMarked;
