/// Test support that services and end-to-end tests share: every RPC times every kind of caller,
/// with the code that the RPC's declaration asks for, and an organisation whose members can play
/// all these callers. Nothing in production uses it.
@NullMarked
package io.aramaki.kit.grpc.matrix;

import org.jspecify.annotations.NullMarked;
