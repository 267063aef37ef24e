/// How a call ends: what was thrown becomes an error of the wire, once, and every error is held
/// against the rule before it leaves.
@NullMarked
package io.aramaki.kit.grpc.chain.outcome;

import org.jspecify.annotations.NullMarked;
