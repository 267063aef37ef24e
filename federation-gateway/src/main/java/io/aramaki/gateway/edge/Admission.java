package io.aramaki.gateway.edge;

import io.aramaki.gateway.domain.session.AgentIdentity;
import io.aramaki.gateway.domain.session.Refusal;
import io.aramaki.gateway.domain.session.RelayedMethod;
import io.aramaki.gateway.domain.session.Revocations;
import io.aramaki.gateway.domain.session.ShardOwner;
import java.time.Instant;
import java.util.Optional;

/// Why a stream was let in, and whether that still holds.
///
/// @param method what is called
/// @param agent who calls; empty only at enrolment
/// @param owner whose agent it is, where the method goes to the owner
/// @param address the instance to which the stream goes, `host:port`
record Admission(
    RelayedMethod method,
    Optional<AgentIdentity> agent,
    Optional<ShardOwner> owner,
    String address) {

  /// Answers why an agent may not be here; empty if it may.
  static Optional<Refusal> refuse(AgentIdentity agent, Revocations revocations, Instant now) {
    if (!revocations.known()) {
      return Optional.of(
          Refusal.unavailable(
              "REVOCATIONS_UNKNOWN",
              "the gateway does not know yet which certificates are revoked; try again"));
    }
    if (revocations.contains(agent)) {
      return Optional.of(
          Refusal.denied(
              "AGENT_REVOKED", agent.agent() + " was revoked; enrol it with a new token"));
    }
    if (agent.isExpired(now)) {
      return Optional.of(
          Refusal.unauthenticated(
              "CERTIFICATE_EXPIRED",
              "the certificate ended at " + agent.expireTime() + "; renew it before it ends"));
    }
    return Optional.empty();
  }

  /// Answers why the stream must end now; empty if it may go on.
  Optional<Refusal> recheck(EdgeServices services) {
    if (agent.isEmpty()) {
      return Optional.empty();
    }
    AgentIdentity identity = agent.get();
    Optional<Refusal> refusal =
        refuse(identity, services.revocations().get(), services.clock().instant());
    if (refusal.isEmpty() && owner.isPresent()) {
      Optional<ShardOwner> current = services.owners().get().ownerOf(identity.agent());
      if (!current.equals(owner)) {
        return Optional.of(
            Refusal.unavailable(
                "OWNER_CHANGED", "another monitoring instance owns the agent now; connect again"));
      }
    }
    return refusal;
  }
}
