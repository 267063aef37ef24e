package io.aramaki.allinone.keep;

import io.aramaki.allinone.home.Home;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// A process that the supervisor keeps alive.
///
/// @param name what `status` calls it
/// @param command the program and its arguments, asked before every start
/// @param home where its pid file, ready file and log lie
public record Part(
    String name, Supplier<List<String>> command, Map<String, String> environment, Home home) {
  public Path pidFile() {
    return home.run().resolve(name + ".pid");
  }

  /// Written by the process when it serves; removed before each start.
  public Path readyFile() {
    return home.run().resolve(name + ".ready");
  }

  public Path log() {
    return home.logs().resolve(name + ".log");
  }
}
