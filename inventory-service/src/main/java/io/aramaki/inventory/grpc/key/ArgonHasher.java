package io.aramaki.inventory.grpc.key;

import io.aramaki.inventory.domain.people.PasswordHasher;
import io.aramaki.kit.app.Redacted;
import io.aramaki.kit.security.authority.Passwords;

/// Passwords by Argon2id.
public record ArgonHasher(Passwords passwords) implements PasswordHasher {
  @Override
  public String hash(Redacted password) {
    return passwords.hash(password.reveal());
  }

  @Override
  public boolean matches(Redacted password, String hash) {
    return passwords.matches(password.reveal(), hash);
  }
}
