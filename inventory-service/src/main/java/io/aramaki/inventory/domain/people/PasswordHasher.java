package io.aramaki.inventory.domain.people;

import io.aramaki.kit.app.Redacted;

/// Turns passwords into what may be kept. Both operations are slow on purpose.
public interface PasswordHasher {
  String hash(Redacted password);

  boolean matches(Redacted password, String hash);
}
