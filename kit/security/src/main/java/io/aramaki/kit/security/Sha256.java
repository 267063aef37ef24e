package io.aramaki.kit.security;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// A SHA-256: what certificates, keys and audit entries are named by.
///
/// @param hex 64 lower-case hex digits
public record Sha256(String hex) {
  /// The length of the digest.
  public static final int BYTES = 32;

  // Before ZERO, whose constructor uses it.
  private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

  /// The digest that stands for none: zeros.
  public static final Sha256 ZERO = new Sha256("0".repeat(2 * BYTES));

  public Sha256 {
    if (!HEX.matcher(hex).matches()) {
      throw new IllegalArgumentException(
          "a SHA-256 is " + 2 * BYTES + " lower-case hex digits, not '" + hex + "'");
    }
  }

  /// Answers the digest of the parts as if they were one array.
  public static Sha256 of(byte[]... parts) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      for (var part : parts) {
        digest.update(part);
      }
      return ofDigest(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /// Answers the fingerprint of a certificate, the digest of its DER: what tokens, metadata and
  /// revocations name it by.
  public static Sha256 of(X509Certificate certificate) {
    try {
      return of(certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalArgumentException("a certificate that was parsed cannot be encoded", e);
    }
  }

  /// Answers the digest that was computed elsewhere.
  ///
  /// @throws IllegalArgumentException unless it has 32 bytes
  public static Sha256 ofDigest(byte[] digest) {
    return new Sha256(HexFormat.of().formatHex(digest));
  }

  /// Answers the 32 bytes.
  public byte[] bytes() {
    return HexFormat.of().parseHex(hex);
  }

  @Override
  public String toString() {
    return hex;
  }
}
