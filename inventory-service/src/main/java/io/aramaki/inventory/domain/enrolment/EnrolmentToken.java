package io.aramaki.inventory.domain.enrolment;

import java.time.Instant;
import java.util.Optional;

/// A single-use token as it is kept: without its secret.
///
/// ```
/// created → used by one key (the same key gets the same certificate again) → expired
/// ```
///
/// @param id its public part
/// @param secretSha256 SHA-256 of its secret, lower-case hex
/// @param holder whom the certificate will name
/// @param creator who made it: a resource name
/// @param expireTime when it ends, used or not
/// @param use who used it; empty if nobody did
public record EnrolmentToken(
    String id,
    String secretSha256,
    Holder holder,
    String creator,
    Instant expireTime,
    Optional<Use> use) {

  /// By which key a token was used, and what it got.
  ///
  /// @param keySha256 SHA-256 of the public key in the certificate request, lower-case hex
  /// @param certificate what was issued; empty between consumption and issue
  public record Use(String keySha256, Optional<IssuedCertificate> certificate) {}

  public boolean isExpired(Instant now) {
    return !now.isBefore(expireTime);
  }
}
