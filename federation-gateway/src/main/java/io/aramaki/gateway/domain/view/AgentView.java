package io.aramaki.gateway.domain.view;

import io.aramaki.gateway.domain.status.Badness;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// An agent and how it is doing.
///
/// @param revoked whether it may not connect
/// @param certificateExpireTime when its certificate ends
/// @param status what monitoring knows of it; empty if it never heard of it or did not answer
public record AgentView(
    String name,
    String system,
    boolean revoked,
    Optional<Instant> certificateExpireTime,
    Optional<Status> status) {

  /// What monitoring knows of an agent.
  ///
  /// @param connected whether a session is open
  /// @param stopped whether it said goodbye
  /// @param oldestUnacknowledged the age of its oldest batch that is not acknowledged
  public record Status(
      boolean connected,
      boolean stopped,
      Optional<Instant> lastSeenTime,
      Optional<Instant> lastAckTime,
      long spoolRecords,
      long spoolBytes,
      Optional<Duration> oldestUnacknowledged,
      String version,
      long refusedBatches) {}

  public String id() {
    return Texts.id(name);
  }

  /// Says how it is, in a word or two.
  public String state() {
    if (revoked) {
      return "revoked";
    }
    if (status.isEmpty()) {
      return "never heard of";
    }
    if (status.get().connected()) {
      return "connected";
    }
    return status.get().stopped() ? "stopped on purpose" : "silent";
  }

  /// Answers how bad that is.
  public Badness badness() {
    if (revoked || status.isEmpty()) {
      return Badness.NONE;
    }
    if (status.get().connected()) {
      return Badness.OK;
    }
    return status.get().stopped() ? Badness.UNKNOWN : Badness.CRITICAL;
  }
}
