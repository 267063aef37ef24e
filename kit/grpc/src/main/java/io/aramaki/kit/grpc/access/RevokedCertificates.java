package io.aramaki.kit.grpc.access;

import io.aramaki.kit.security.Sha256;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The revoked certificates as inventory's `WatchRevocations` tells them. Only grows: a revocation
/// is never taken back, and an expired certificate is refused anyway.
public final class RevokedCertificates implements Revocations {
  private final Set<Sha256> revoked = ConcurrentHashMap.newKeySet();

  /// Adds certificates, by their fingerprints.
  public void add(Collection<Sha256> certificates) {
    revoked.addAll(certificates);
  }

  @Override
  public boolean isRevoked(Sha256 certificate) {
    return revoked.contains(certificate);
  }
}
