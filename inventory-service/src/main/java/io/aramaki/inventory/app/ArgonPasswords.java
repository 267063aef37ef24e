package io.aramaki.inventory.app;

import io.aramaki.inventory.domain.people.PasswordHasher;
import io.aramaki.kit.app.Redacted;
import io.aramaki.kit.security.authority.Passwords;

/// Hashes passwords by Argon2id.
final class ArgonPasswords implements PasswordHasher {
  private final Passwords passwords;

  ArgonPasswords(Passwords passwords) {
    this.passwords = passwords;
  }

  @Override
  public String hash(Redacted password) {
    return passwords.hash(password.reveal());
  }

  @Override
  public boolean matches(Redacted password, String hash) {
    return passwords.matches(password.reveal(), hash);
  }
}
