package io.aramaki.inventory.domain.enrolment;

import java.time.Instant;
import java.util.List;

/// A certificate with its chain.
///
/// @param chain DER, leaf first
/// @param sha256 SHA-256 of the leaf, lower-case hex
/// @param expireTime when the leaf ends
public record IssuedCertificate(List<byte[]> chain, String sha256, Instant expireTime) {
  public IssuedCertificate {
    chain = List.copyOf(chain);
  }
}
