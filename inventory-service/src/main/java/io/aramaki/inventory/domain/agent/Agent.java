package io.aramaki.inventory.domain.agent;

import io.aramaki.inventory.domain.AgentId;
import io.aramaki.inventory.domain.InventoryException.Kind;
import io.aramaki.inventory.domain.InventoryException.StaleEtag;
import io.aramaki.inventory.domain.SystemId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An agent that was enrolled.
///
/// ```
/// enrol → ENROLLED → revoke → REVOKED (for good: the name is not enrolled again)
/// ```
///
/// @param id its id
/// @param subjects for which systems it may report
/// @param certificates those that have not ended, newest first
/// @param createTime when it was enrolled
/// @param revokeTime when it was revoked; empty if it may connect
/// @param version 1 after enrolment, one more with every change
public record Agent(
    AgentId id,
    SubjectSet subjects,
    List<Certificate> certificates,
    Instant createTime,
    Optional<Instant> revokeTime,
    long version) {

  /// Which certificate an agent has.
  ///
  /// @param sha256 SHA-256 of its DER, lower-case hex
  /// @param expireTime when it ends
  public record Certificate(String sha256, Instant expireTime) {}

  public Agent {
    certificates = List.copyOf(certificates);
    if (certificates.isEmpty()) {
      throw new IllegalArgumentException("agent " + id + " must have a certificate");
    }
  }

  /// Answers the newest certificate.
  public Certificate certificate() {
    return certificates.getFirst();
  }

  public boolean isRevoked() {
    return revokeTime.isPresent();
  }

  public SystemId system() {
    return subjects.system();
  }

  /// Answers a text that no earlier or later state of the agent has.
  public String etag() {
    return version + "-" + Long.toString(createTime.toEpochMilli(), Character.MAX_RADIX);
  }

  /// Refuses a caller who saw another state; an empty etag asks for no check.
  public void requireEtag(String etag) {
    if (!etag.isEmpty() && !etag.equals(etag())) {
      throw new StaleEtag(Kind.AGENT, id);
    }
  }

  Agent with(SubjectSet next) {
    return new Agent(id, next, certificates, createTime, revokeTime, version + 1);
  }

  /// Answers the agent after it was enrolled again: only the new certificate counts.
  Agent enrolledAgain(SubjectSet next, Certificate certificate) {
    return new Agent(id, next, List.of(certificate), createTime, revokeTime, version + 1);
  }

  /// Answers the agent after a renewal: the certificates before stay valid until they end.
  Agent renewed(Certificate certificate, Instant now) {
    var live = new ArrayList<Certificate>();
    live.add(certificate);
    certificates.stream().filter(kept -> kept.expireTime().isAfter(now)).forEach(live::add);
    return new Agent(id, subjects, live, createTime, revokeTime, version + 1);
  }

  Agent revoked(Instant now) {
    SubjectSet next = subjects.next(subjects.system(), subjects.proxySystems());
    return new Agent(id, next, certificates, createTime, Optional.of(now), version + 1);
  }
}
