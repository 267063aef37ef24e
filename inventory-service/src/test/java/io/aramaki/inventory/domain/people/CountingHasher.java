package io.aramaki.inventory.domain.people;

import io.aramaki.kit.app.Redacted;
import java.util.concurrent.atomic.AtomicInteger;

/// Keeps passwords readable, and counts how often it compared.
public final class CountingHasher implements PasswordHasher {
  private final AtomicInteger comparisons = new AtomicInteger();

  @Override
  public String hash(Redacted password) {
    return "hash of " + password.reveal();
  }

  @Override
  public boolean matches(Redacted password, String hash) {
    comparisons.incrementAndGet();
    return hash.equals(hash(password));
  }

  public int comparisons() {
    return comparisons.get();
  }
}
