package io.aramaki.kit.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;

/// Makes random secrets, and compares shown ones with what was stored. A secret from here has at
/// least 128 random bits, so its plain SHA-256 is safe to store; what people choose goes through
/// [io.aramaki.kit.security.authority.Passwords].
public final class Secrets {
  private final SecureRandom random;

  public Secrets(SecureRandom random) {
    this.random = random;
  }

  /// Answers 128 random bits as 22 characters of base64url.
  public String random128() {
    return text(16);
  }

  /// Answers 256 random bits as 43 characters of base64url.
  public String random256() {
    return text(32);
  }

  /// Answers that many random bytes.
  public byte[] bytes(int count) {
    var bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  /// Answers what to store of a secret: its SHA-256 as 64 hex digits.
  public static String hash(String secret) {
    return hash(secret.getBytes(StandardCharsets.UTF_8));
  }

  /// Answers what to store of a secret: its SHA-256 as 64 hex digits.
  public static String hash(byte[] secret) {
    return Sha256.of(secret).hex();
  }

  /// Answers whether the shown secret is the stored one, in a time that does not depend on where
  /// they differ.
  public static boolean matches(String shown, String storedHash) {
    return sameText(hash(shown), storedHash);
  }

  /// Answers whether the shown secret is the stored one, in a time that does not depend on where
  /// they differ.
  public static boolean matches(byte[] shown, String storedHash) {
    return sameText(hash(shown), storedHash);
  }

  private static boolean sameText(String a, String b) {
    return MessageDigest.isEqual(
        a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  }

  private String text(int count) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(count));
  }
}
