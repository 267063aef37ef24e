package io.aramaki.agent.action;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Refusals that found no place in the journal. They are told all the same, but do not outlive the
/// process; that is enough, because a dispatch is for one boot. Not thread-safe: the [RunJournal]
/// guards it.
final class Refusals {
  /// So many are remembered; beyond it those go first that the server has, then the oldest.
  static final int KEPT_MAX = 1_000;

  private static final class Refusal {
    final RunEvent event;
    boolean sent;
    boolean acknowledged;

    Refusal(RunEvent event) {
      this.event = event;
    }
  }

  private final Map<String, Refusal> refusals = new LinkedHashMap<>();

  boolean knows(String run) {
    return refusals.containsKey(run);
  }

  /// Remembers a refusal.
  ///
  /// @return false if another one, which the server does not have, had to be forgotten for it
  boolean add(String run, long timeMs, RunEvent.NotExecuted what) {
    boolean room = refusals.size() < KEPT_MAX || forgetOne();
    refusals.put(run, new Refusal(new RunEvent(run, 1, timeMs, what)));
    return room;
  }

  private boolean forgetOne() {
    for (Map.Entry<String, Refusal> entry : refusals.entrySet()) {
      if (entry.getValue().acknowledged) {
        refusals.remove(entry.getKey());
        return true;
      }
    }
    refusals.remove(refusals.keySet().iterator().next());
    return false;
  }

  Optional<RunEvent> next() {
    for (Refusal refusal : refusals.values()) {
      if (!refusal.sent && !refusal.acknowledged) {
        refusal.sent = true;
        return Optional.of(refusal.event);
      }
    }
    return Optional.empty();
  }

  void rewind() {
    refusals.values().forEach(refusal -> refusal.sent = false);
  }

  void acknowledged(String run) {
    @Nullable Refusal refusal = refusals.get(run);
    if (refusal != null) {
      refusal.acknowledged = true;
    }
  }

  /// The runs whose refusal the server does not have.
  List<String> open() {
    return refusals.entrySet().stream()
        .filter(entry -> !entry.getValue().acknowledged)
        .map(Map.Entry::getKey)
        .toList();
  }
}
