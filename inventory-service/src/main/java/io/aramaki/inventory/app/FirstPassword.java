package io.aramaki.inventory.app;

import io.aramaki.kit.security.sign.SigningKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The first administrator's first password: 100 bits that follow from the root key, which can do
/// everything anyway.
final class FirstPassword {
  private static final String ALGORITHM = "HmacSHA256";
  private static final String CONTEXT = "aramaki first administrator";

  /// No letters or digits that people confuse.
  private static final String LETTERS = "abcdefghjkmnpqrstuvwxyz23456789x";

  private static final int LENGTH = 20;
  private static final int GROUP = 5;

  private FirstPassword() {}

  static String of(SigningKey root) {
    byte[] bytes = mac(root);
    var password = new StringBuilder();
    for (int i = 0; i < LENGTH; i++) {
      if (i > 0 && i % GROUP == 0) {
        password.append('-');
      }
      password.append(LETTERS.charAt(Byte.toUnsignedInt(bytes[i]) % LETTERS.length()));
    }
    return password.toString();
  }

  private static byte[] mac(SigningKey root) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(root.secretBytes(), ALGORITHM));
      return mac.doFinal(CONTEXT.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }
}
