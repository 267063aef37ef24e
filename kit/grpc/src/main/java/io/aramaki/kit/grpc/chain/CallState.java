package io.aramaki.kit.grpc.chain;

import io.aramaki.kit.grpc.access.MethodAccess;
import io.aramaki.kit.security.Sha256;
import io.grpc.Context;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;

/// What authentication found out about a call, for the interceptors behind it.
///
/// @param access what the RPC declares
/// @param bucket who pays for the call in rate limits
/// @param certificates the fingerprints of all certificates that vouch for the caller
/// @param expires when the first of the credentials ends
record CallState(MethodAccess access, String bucket, Set<Sha256> certificates, Instant expires) {
  static final Context.Key<CallState> KEY = Context.key("aramaki-call");

  CallState {
    certificates = Set.copyOf(certificates);
  }

  static CallState current() {
    return Objects.requireNonNull(KEY.get(), "authentication runs before all else");
  }
}
