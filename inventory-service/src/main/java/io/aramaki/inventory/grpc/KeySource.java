package io.aramaki.inventory.grpc;

import io.aramaki.type.v1.SignedKeySet;

/// The organisation's key set, as the root key signed it.
public interface KeySource {
  /// The newest key set.
  SignedKeySet current();

  /// Adds the check-definition key of monitoring; a key that is there already changes nothing.
  ///
  /// @param publicKey X.509 SubjectPublicKeyInfo DER
  /// @throws io.aramaki.inventory.domain.InventoryException.Invalid if it is no Ed25519 key
  SignedKeySet registerCheckKey(byte[] publicKey);
}
