package io.aramaki.monitoring.domain.agent;

import io.aramaki.monitoring.domain.keepalive.Keepalive;
import io.aramaki.monitoring.domain.sequence.SequenceSnapshot;
import io.aramaki.monitoring.domain.subject.SubjectSet;
import java.time.Instant;

/// What is kept durable of an agent beside its checks.
///
/// @param agent the agent's resource name
/// @param sequence how far its batches are applied: the journal is replayed from here
/// @param keepalive when it was heard
/// @param subjects for which systems it may report, as inventory last said
/// @param gateway the gateway through which it last came; empty before its first session
public record AgentState(
    String agent,
    SequenceSnapshot sequence,
    Keepalive keepalive,
    SubjectSet subjects,
    String gateway) {
  /// An agent at its first contact.
  ///
  /// @param hour the hour of the oldest batch that may come first
  public static AgentState first(String agent, SubjectSet subjects, long hour, Instant now) {
    return new AgentState(
        agent, SequenceSnapshot.start(hour), Keepalive.heardAt(now), subjects, "");
  }
}
