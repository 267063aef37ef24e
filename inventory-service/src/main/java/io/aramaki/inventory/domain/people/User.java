package io.aramaki.inventory.domain.people;

import io.aramaki.inventory.domain.InventoryException.Kind;
import io.aramaki.inventory.domain.Texts;
import io.aramaki.inventory.domain.UserId;
import java.time.Instant;

/// A person who may log in.
///
/// @param id the login
/// @param displayName what people call them
/// @param disabled true if they may not log in
/// @param passwordHash a PHC string
/// @param createTime when the user was created
/// @param version 1 after creation, one more with every change; a session of an older one has ended
public record User(
    UserId id,
    String displayName,
    boolean disabled,
    String passwordHash,
    Instant createTime,
    long version) {
  private static final int DISPLAY_NAME_LENGTH_MAX = 120;

  public User {
    Texts.require(Kind.USER, "display_name", displayName, DISPLAY_NAME_LENGTH_MAX);
  }

  User withPassword(String hash) {
    return new User(id, displayName, disabled, hash, createTime, version + 1);
  }

  @Override
  public String toString() {
    return "User[" + id + ", version " + version + "]";
  }
}
