package io.aramaki.inventory.domain.secret;

import java.util.Base64;
import java.util.random.RandomGenerator;

/// Makes secrets nobody can guess.
public final class Secrets {
  private final RandomGenerator random;

  /// @param random must be a `SecureRandom` outside of tests
  public Secrets(RandomGenerator random) {
    this.random = random;
  }

  public byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  /// Answers so many random bytes as base64url without padding.
  public String text(int bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(bytes));
  }
}
