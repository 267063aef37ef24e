package io.aramaki.kit.app;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// What an application is started with.
///
/// @param name what the process is called in the `ready` line and in messages
/// @param config the configuration file; without one, defaults and environment variables count
/// @param variables the environment variables
/// @param environment clocks, ids and chance
/// @param stop ends the process from within
public record Launch(
    String name,
    Optional<Path> config,
    Map<String, String> variables,
    Environment environment,
    Stop stop) {
  public Launch {
    variables = Map.copyOf(variables);
  }
}
