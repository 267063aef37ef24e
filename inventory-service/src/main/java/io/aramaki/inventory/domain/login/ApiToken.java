package io.aramaki.inventory.domain.login;

import io.aramaki.inventory.domain.UserId;
import java.time.Instant;

/// A token for scripts, as it is kept: without its secret.
///
/// @param secretSha256 SHA-256 of the token, lower-case hex
/// @param user whose rights it carries
/// @param displayName what it is for
/// @param createTime when it was made
/// @param expireTime when it ends
public record ApiToken(
    String secretSha256, UserId user, String displayName, Instant createTime, Instant expireTime) {
  /// What every token begins with, so that a leaked one can be recognised.
  public static final String PREFIX = "ara_";

  private static final int ID_HEX = 32;

  /// Answers by what people name the token: the beginning of its hash, which nobody can turn back.
  public String id() {
    return "t" + secretSha256.substring(0, ID_HEX);
  }
}
