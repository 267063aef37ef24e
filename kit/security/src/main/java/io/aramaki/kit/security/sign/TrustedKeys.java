package io.aramaki.kit.security.sign;

import io.aramaki.kit.security.Certificates;
import io.aramaki.kit.security.NotTrusted;
import io.aramaki.kit.security.NotTrusted.Reason;
import io.aramaki.kit.security.OrgId;
import io.aramaki.type.v1.KeySet;
import io.aramaki.type.v1.KeySet.Key.Purpose;
import io.aramaki.type.v1.SignedKeySet;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A key set whose signature was verified; only [KeySets] makes one.
public final class TrustedKeys {
  private final OrgId org;
  private final long version;
  private final SignedKeySet signed;
  private final Map<Use, PublicKey> keys;
  private final List<X509Certificate> authorities;

  private record Use(String keyId, Purpose purpose) {}

  TrustedKeys(OrgId org, SignedKeySet signed, KeySet content) {
    this.org = org;
    this.version = content.getVersion();
    this.signed = signed;
    this.keys = keysOf(content);
    this.authorities =
        content.getCaCertificatesList().stream()
            .map(der -> Certificates.parse(der.toByteArray()))
            .toList();
  }

  public OrgId org() {
    return org;
  }

  public long version() {
    return version;
  }

  /// Answers the key set as it was signed, to store and to pass on.
  public SignedKeySet signed() {
    return signed;
  }

  /// Answers the certificates of the authorities that issue TLS certificates, newest first.
  public List<X509Certificate> authorities() {
    return authorities;
  }

  /// Answers the key of that id.
  ///
  /// @throws NotTrusted if the set has no such key, or not for that purpose
  public PublicKey find(String keyId, Purpose purpose) {
    var key = keys.get(new Use(keyId, purpose));
    if (key == null) {
      throw new NotTrusted(
          Reason.UNKNOWN_KEY,
          "key set version "
              + version
              + " has no key '"
              + keyId
              + "' for "
              + purpose
              + "; it has "
              + keys.keySet());
    }
    return key;
  }

  /// Answers whether the set publishes that key for that purpose.
  public boolean has(PublicKey key, Purpose purpose) {
    return key.equals(keys.get(new Use(SigningKey.idOf(key.getEncoded()), purpose)));
  }

  private static Map<Use, PublicKey> keysOf(KeySet content) {
    var keys = new HashMap<Use, PublicKey>();
    for (var key : content.getKeysList()) {
      if (key.getPurpose() == Purpose.UNRECOGNIZED) {
        continue; // a later version of us uses it
      }
      var der = key.getPublicKey().toByteArray();
      if (!key.getKeyId().equals(SigningKey.idOf(der))) {
        throw new NotTrusted(
            Reason.MALFORMED,
            "key '" + key.getKeyId() + "' must be called '" + SigningKey.idOf(der) + "'");
      }
      keys.put(new Use(key.getKeyId(), key.getPurpose()), Signatures.publicKey(der));
    }
    return Map.copyOf(keys);
  }

  @Override
  public String toString() {
    return "TrustedKeys[" + org + " version " + version + "]";
  }
}
