package io.aramaki.monitoring.domain.catalog;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a check runs.
public sealed interface CheckKind {
  /// A Monitoring Plugins executable.
  ///
  /// @param arguments the program and its arguments, never a shell
  /// @param environment environment variables
  record Command(List<String> arguments, Map<String, String> environment) implements CheckKind {
    public Command {
      arguments = List.copyOf(arguments);
      environment = Map.copyOf(environment);
    }
  }

  /// A check that the agent brings along.
  ///
  /// @param id which one
  /// @param arguments its arguments
  record Builtin(String id, Map<String, String> arguments) implements CheckKind {
    /// Those that every agent has.
    public static final Set<String> IDS =
        Set.of("load", "memory", "disk", "swap", "processes", "tcp", "http", "certificate");

    public Builtin {
      arguments = Map.copyOf(arguments);
    }
  }
}
