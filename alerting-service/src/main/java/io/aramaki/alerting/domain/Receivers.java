package io.aramaki.alerting.domain;

import java.util.Map;

/// Who can be told something.
///
/// @param tellsResolved by name, whether it wants to hear that a problem is over
public record Receivers(Map<String, Boolean> tellsResolved) {
  public Receivers {
    tellsResolved = Map.copyOf(tellsResolved);
  }

  boolean knows(String name) {
    return tellsResolved.containsKey(name);
  }

  boolean tellsResolved(String name) {
    return tellsResolved.getOrDefault(name, true);
  }
}
