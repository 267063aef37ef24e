package io.aramaki.monitoring.domain.agent;

import io.aramaki.monitoring.domain.check.StateChange;
import io.aramaki.monitoring.domain.observation.Observations.Rejected;
import io.aramaki.monitoring.domain.timeline.TimelineEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What must become durable of one input to an [AgentBook], before the next one is taken.
public final class Effects {
  private final Map<String, List<StateChange>> changes = new LinkedHashMap<>();
  private final Set<String> removed = new LinkedHashSet<>();
  private final List<TimelineEvent> events = new ArrayList<>();
  private final List<Rejected> rejected = new ArrayList<>();
  private boolean agentRow;

  void change(String check, StateChange change) {
    changes.computeIfAbsent(check, _ -> new ArrayList<>()).add(change);
  }

  /// The check's record must be durable.
  void persist(String check) {
    changes.computeIfAbsent(check, _ -> new ArrayList<>());
  }

  void remove(String check) {
    removed.add(check);
  }

  void persistAgent() {
    agentRow = true;
  }

  void event(TimelineEvent event) {
    events.add(event);
  }

  void reject(Rejected item) {
    rejected.add(item);
  }

  /// The checks whose records must be durable, each with its changes in order.
  public Map<String, List<StateChange>> changes() {
    return changes;
  }

  /// The checks whose records must go.
  public Set<String> removed() {
    return removed;
  }

  public List<TimelineEvent> events() {
    return events;
  }

  public List<Rejected> rejected() {
    return rejected;
  }

  /// True if the agent's own row must be durable.
  public boolean agentRow() {
    return agentRow;
  }

  public boolean isEmpty() {
    return changes.isEmpty() && removed.isEmpty() && !agentRow;
  }
}
