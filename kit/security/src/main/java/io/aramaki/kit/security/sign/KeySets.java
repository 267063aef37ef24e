package io.aramaki.kit.security.sign;

import com.google.protobuf.ByteString;
import io.aramaki.kit.security.NotTrusted;
import io.aramaki.kit.security.NotTrusted.Reason;
import io.aramaki.kit.security.OrgId;
import io.aramaki.type.v1.KeySet;
import io.aramaki.type.v1.SignedKeySet;

/// Signs and believes key sets. An organisation is the hash of its root key, so a key set proves
/// itself: nothing else has to be trusted to accept the first one, and the version decides about
/// every later one.
///
/// ```text
///  nothing ──verify(org)──▶ version v ──accept: version > v──▶ newer set
///                               ├── accept: same bytes ──────▶ unchanged
///                               ├── accept: version = v ─────▶ EQUIVOCATION
///                               └── accept: version < v ─────▶ ROLLBACK
/// ```
public final class KeySets {
  /// The most keys in a set.
  public static final int KEYS_MAX = 64;

  /// The most certificate authorities in a set: the newest, the one before, and room for a third.
  public static final int AUTHORITIES_MAX = 8;

  /// The largest set.
  public static final int KEY_SET_BYTES_MAX = 256 * 1024;

  private static final String CONTEXT = "aramaki-keyset-v1";

  private KeySets() {}

  /// Signs a key set with the root key.
  ///
  /// @throws IllegalArgumentException if the set is of another organisation than the root key, or
  ///   nobody would accept it
  public static SignedKeySet sign(SigningKey root, KeySet content) {
    var bytes = content.toByteArray();
    var signed =
        SignedKeySet.newBuilder()
            .setKeySet(ByteString.copyFrom(bytes))
            .setSignature(ByteString.copyFrom(root.sign(CONTEXT, bytes)))
            .setRootPublicKey(ByteString.copyFrom(root.publicKey().getEncoded()))
            .build();
    try {
      verify(signed, OrgId.of(root.publicKey()));
    } catch (NotTrusted e) {
      throw new IllegalArgumentException("nobody would accept this key set", e);
    }
    return signed;
  }

  /// Answers the keys of an organisation, when none were held before.
  ///
  /// @throws NotTrusted if the set is not signed by the root key whose hash the organisation is
  public static TrustedKeys verify(SignedKeySet signed, OrgId org) {
    if (signed.getKeySet().size() > KEY_SET_BYTES_MAX) {
      throw malformed("has " + signed.getKeySet().size() + " bytes", KEY_SET_BYTES_MAX + " bytes");
    }
    var rootDer = signed.getRootPublicKey().toByteArray();
    if (!org.isHashOf(rootDer)) {
      throw new NotTrusted(
          Reason.WRONG_ORGANISATION,
          "the key set's root key is not the one of organisation " + org);
    }
    var bytes = signed.getKeySet().toByteArray();
    var signature = signed.getSignature().toByteArray();
    Signatures.check(Signatures.publicKey(rootDer), CONTEXT, bytes, signature);
    return new TrustedKeys(
        org, signed, checked(Signatures.parse(bytes, KeySet.getDefaultInstance()), org));
  }

  /// Answers the keys after somebody showed a set to one who holds a set already.
  ///
  /// @return the held keys if the set is the same, else the newer ones
  /// @throws NotTrusted if the set is older, or says something else under the same version, or is
  ///   not to be believed at all
  public static TrustedKeys accept(TrustedKeys held, SignedKeySet shown) {
    var next = verify(shown, held.org());
    if (next.version() < held.version()) {
      throw new NotTrusted(
          Reason.ROLLBACK,
          "key set version " + next.version() + " is older than the held " + held.version());
    }
    if (next.version() > held.version()) {
      return next;
    }
    if (!shown.getKeySet().equals(held.signed().getKeySet())) {
      throw new NotTrusted(
          Reason.EQUIVOCATION,
          "two different key sets have version "
              + held.version()
              + ", both signed by the root key");
    }
    return held;
  }

  private static KeySet checked(KeySet content, OrgId org) {
    if (!content.getOrg().equals(org.value())) {
      throw new NotTrusted(
          Reason.WRONG_ORGANISATION,
          "the root key of " + org + " signed a key set for '" + content.getOrg() + "'");
    }
    if (content.getVersion() < 1) {
      throw malformed(
          "has version " + Long.toUnsignedString(content.getVersion()), "2^63 - 1, from 1");
    }
    if (content.getKeysCount() > KEYS_MAX) {
      throw malformed("has " + content.getKeysCount() + " keys", KEYS_MAX + " keys");
    }
    if (content.getCaCertificatesCount() > AUTHORITIES_MAX) {
      throw malformed(
          "has " + content.getCaCertificatesCount() + " authorities",
          AUTHORITIES_MAX + " authorities");
    }
    return content;
  }

  private static NotTrusted malformed(String got, String most) {
    return new NotTrusted(Reason.MALFORMED, "the key set " + got + "; the most is " + most);
  }
}
