package io.aramaki.agent.check;

import java.util.List;

/// The checks that this agent runs, as they were signed.
///
/// @param version grows with every change
/// @param checks the checks
public record CheckSet(long version, List<CheckDefinition> checks) {
  public CheckSet {
    checks = List.copyOf(checks);
  }

  public static CheckSet empty() {
    return new CheckSet(0, List.of());
  }
}
