package io.aramaki.kit.grpc.access;

import io.aramaki.kit.security.Sha256;

/// Knows which certificates may not be used any more. Asked at each call, and every second for each
/// open one, so it must answer at once and from memory.
@FunctionalInterface
public interface Revocations {
  /// No certificate is revoked.
  Revocations NONE = _ -> false;

  /// Tells whether the certificate with this fingerprint is revoked.
  boolean isRevoked(Sha256 certificate);
}
