/// How a call is refused: one factory of refusals, one mapping from exceptions to them, and the
/// rule what a refusal must look like on the wire. The (reason, domain) pairs are API; they are
/// listed in `proto/README.md`.
@NullMarked
package io.aramaki.kit.grpc.error;

import org.jspecify.annotations.NullMarked;
