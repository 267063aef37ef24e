package io.aramaki.gateway.domain.session;

import java.time.Instant;

/// Who an agent is, as its certificate proves.
///
/// @param agent the resource name `orgs/{org}/agents/{agent}`
/// @param certificateSha256 SHA-256 of the certificate's DER, lower-case hex
/// @param expireTime when the certificate ends
public record AgentIdentity(String agent, String certificateSha256, Instant expireTime) {

  /// Tells whether the certificate has ended.
  public boolean isExpired(Instant now) {
    return !now.isBefore(expireTime);
  }
}
