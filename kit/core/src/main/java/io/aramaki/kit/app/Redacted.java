package io.aramaki.kit.app;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/// A secret text that does not show itself in logs, messages and configuration dumps.
public final class Redacted {
  private static final String MASK = "***";
  private final String secret;

  private Redacted(String secret) {
    this.secret = secret;
  }

  public static Redacted of(String secret) {
    return new Redacted(secret);
  }

  /// Answers the secret itself; call it where the secret is used, not where it is passed on.
  public String reveal() {
    return secret;
  }

  /// Compares in a time that does not depend on where the secrets differ.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Redacted that && MessageDigest.isEqual(bytes(), that.bytes());
  }

  @Override
  public int hashCode() {
    return secret.hashCode();
  }

  @Override
  public String toString() {
    return MASK;
  }

  private byte[] bytes() {
    return secret.getBytes(StandardCharsets.UTF_8);
  }
}
