package io.aramaki.kit.security.sign;

import io.aramaki.kit.security.Sha256;
import java.security.PublicKey;
import java.util.LinkedHashMap;
import java.util.Map;

/// Remembers which signatures were found good, because a token is shown many times in its minute
/// and verifying it costs more than all else in a small call. What is remembered is the key, the
/// bytes and the signature together; whether the key is in force and what the bytes say is asked
/// again each time.
final class VerifiedOnce {
  /// The most signatures that are remembered; the one that was not needed for longest goes first.
  static final int REMEMBERED_MAX = 4096;

  private final Map<Sha256, Boolean> good =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Sha256, Boolean> eldest) {
          return size() > REMEMBERED_MAX;
        }
      };

  /// Does what [Signatures#check(PublicKey, String, byte\[\], byte\[\])] does; for one context
  /// only.
  void check(PublicKey key, String context, byte[] document, byte[] signed) {
    if (signed.length != Signatures.SIGNATURE_BYTES) {
      // With signatures of any length, the end of a document could pass for the beginning of its
      // signature.
      Signatures.check(key, context, document, signed);
      return;
    }
    var triple = Sha256.of(key.getEncoded(), document, signed);
    synchronized (good) {
      if (good.get(triple) != null) {
        return;
      }
    }
    Signatures.check(key, context, document, signed);
    synchronized (good) {
      good.put(triple, true);
    }
  }

  int remembered() {
    synchronized (good) {
      return good.size();
    }
  }
}
