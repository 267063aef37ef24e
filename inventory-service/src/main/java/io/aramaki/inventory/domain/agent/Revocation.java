package io.aramaki.inventory.domain.agent;

import io.aramaki.inventory.domain.AgentId;
import java.time.Instant;

/// One entry of the revocation log, which only grows.
///
/// @param seq the position, from 1 without gaps
/// @param subject what may not be used any more
/// @param time when it was revoked
/// @param reason why, for people
/// @param actor who revoked it
public record Revocation(long seq, Subject subject, Instant time, String reason, String actor) {

  /// What may not be used any more.
  public sealed interface Subject {}

  /// An agent, whatever certificate it shows.
  public record RevokedAgent(AgentId agent) implements Subject {}

  /// A certificate, by SHA-256 of its DER in lower-case hex.
  public record RevokedCertificate(String sha256) implements Subject {}
}
