package io.aramaki.inventory.domain.login;

import io.aramaki.inventory.domain.UserId;
import java.time.Duration;
import java.time.Instant;

/// A login that lasts, as it is kept: without its secret.
///
/// @param secretSha256 SHA-256 of the secret, lower-case hex
/// @param user who logged in
/// @param userVersion the user's version then; a change of the password ends the session
/// @param expireTime when it ends, also if it is used
/// @param useTime when it was last used, to the minute
public record Session(
    String secretSha256, UserId user, long userVersion, Instant expireTime, Instant useTime) {

  /// How long sessions last.
  ///
  /// @param absolute from the login on, also if they are used
  /// @param idle without being used
  public record Limits(Duration absolute, Duration idle) {
    public static final Limits DEFAULT = new Limits(Duration.ofHours(12), Duration.ofHours(2));
  }

  boolean hasEnded(Instant now, Limits limits) {
    return !now.isBefore(expireTime) || !now.isBefore(useTime.plus(limits.idle()));
  }
}
