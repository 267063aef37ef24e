package io.aramaki.inventory.domain.key;

import io.aramaki.inventory.domain.Bytes;
import java.util.Map;

/// The secret keys of the organisation, each encrypted for what it is.
///
/// @param org the organisation's id, which is the hash of its root key
/// @param sealed by label
public record SealedKeys(String org, Map<String, Bytes> sealed) {
  public SealedKeys {
    sealed = Map.copyOf(sealed);
  }

  /// Answers one of the keys, encrypted.
  public Bytes get(String label) {
    Bytes bytes = sealed.get(label);
    if (bytes == null) {
      throw new IllegalStateException("the organisation has no " + label);
    }
    return bytes;
  }
}
