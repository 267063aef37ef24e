package io.aramaki.monitoring.domain.subject;

import io.aramaki.monitoring.domain.MonitoringException.AgentNotFound;
import io.aramaki.monitoring.domain.MonitoringException.AgentRevoked;
import java.util.Set;

/// The systems that an agent may report for, as inventory says.
///
/// @param agent the agent's resource name
/// @param system the agent's own system
/// @param systems all of them, its own included
/// @param version grows with every change
/// @param revoked true if the agent may not connect
public record SubjectSet(
    String agent, String system, Set<String> systems, long version, boolean revoked) {
  public SubjectSet {
    systems = Set.copyOf(systems);
  }

  /// An agent of which inventory said nothing yet.
  public static SubjectSet none(String agent) {
    return new SubjectSet(agent, "", Set.of(), 0, false);
  }

  public boolean isKnown() {
    return !system.isEmpty();
  }

  /// Answers this set if its agent may have a session.
  ///
  /// @throws AgentRevoked if it may not connect any more
  /// @throws AgentNotFound if inventory does not know it: a refusal of its batches would take them
  ///   off its spool, so they are not answered at all
  public SubjectSet admitted() {
    if (revoked) {
      throw new AgentRevoked(agent);
    }
    if (!isKnown()) {
      throw new AgentNotFound(agent);
    }
    return this;
  }
}
