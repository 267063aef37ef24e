package io.aramaki.kit.security;

import java.security.PublicKey;

/// The id of an organisation: `ar1` and the lower-case base32 of SHA-256 over the DER of its root
/// public key. Nobody gives it and nobody can take it: who can sign with the root key is the
/// organisation.
///
/// @param value the 55 characters
public record OrgId(String value) {
  private static final String PREFIX = "ar1";
  private static final int LENGTH = PREFIX.length() + 52;

  public OrgId {
    if (value.length() != LENGTH || !value.startsWith(PREFIX)) {
      throw new IllegalArgumentException(
          "an organisation id is 'ar1' and 52 characters of base32, not '" + value + "'");
    }
    try {
      Base32.decode(value.substring(PREFIX.length()));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "organisation id '" + value + "': after 'ar1', " + e.getMessage(), e);
    }
  }

  /// Answers the id of the organisation whose root key this is.
  public static OrgId of(PublicKey rootKey) {
    return ofDigest(Sha256.of(rootKey.getEncoded()));
  }

  /// Answers the id for the SHA-256 of a root key.
  static OrgId ofDigest(Sha256 rootKey) {
    return new OrgId(PREFIX + Base32.encode(rootKey.bytes()));
  }

  /// Answers the SHA-256 of the root key.
  Sha256 digest() {
    return Sha256.ofDigest(Base32.decode(value.substring(PREFIX.length())));
  }

  /// Answers whether this is the organisation of the root key with that DER.
  public boolean isHashOf(byte[] rootKeyDer) {
    return digest().equals(Sha256.of(rootKeyDer));
  }

  /// Answers the resource name `orgs/{org}`.
  public String resourceName() {
    return "orgs/" + value;
  }

  @Override
  public String toString() {
    return value;
  }
}
