package io.aramaki.monitoring.domain.query;

import java.util.Set;

/// The systems whose series somebody may see.
///
/// @param all whether it is every system
/// @param systems their resource names, beside `all`
public record Visibility(boolean all, Set<String> systems) {
  /// Every system.
  public static final Visibility ALL = new Visibility(true, Set.of());

  public Visibility {
    systems = Set.copyOf(systems);
  }

  /// Tells whether the series of a system are seen.
  public boolean shows(String system) {
    return all || systems.contains(system);
  }
}
