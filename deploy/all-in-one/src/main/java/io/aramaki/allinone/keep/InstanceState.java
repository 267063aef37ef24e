package io.aramaki.allinone.keep;

import io.aramaki.allinone.home.Home;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/// What the supervisor last wrote about its processes, for `up`, `down` and `status`.
///
/// @param supervisor its process, or 0 if it never ran
public record InstanceState(long supervisor, List<Keeper.Report> parts) {

  public static InstanceState read(Home home) {
    var properties = new Properties();
    try (var reader = Files.newBufferedReader(home.state())) {
      properties.load(reader);
    } catch (NoSuchFileException _) {
      return new InstanceState(0, List.of());
    } catch (IOException e) {
      throw new UncheckedIOException(
          "%s cannot be read: %s".formatted(home.state(), e.getMessage()), e);
    }
    var parts = new ArrayList<Keeper.Report>();
    for (var key : new java.util.TreeSet<>(properties.stringPropertyNames())) {
      if (key.endsWith(".state")) {
        var name = key.substring(0, key.length() - ".state".length());
        parts.add(
            new Keeper.Report(
                name,
                Keeper.State.valueOf(properties.getProperty(key)),
                Long.parseLong(properties.getProperty(name + ".pid", "0")),
                Integer.parseInt(properties.getProperty(name + ".restarts", "0")),
                properties.getProperty(name + ".error", "")));
      }
    }
    return new InstanceState(Long.parseLong(properties.getProperty("supervisor.pid", "0")), parts);
  }

  /// True if the supervisor that wrote this lives.
  public boolean supervised() {
    return supervisor != 0
        && ProcessHandle.of(supervisor)
            .filter(ProcessHandle::isAlive)
            .filter(handle ->
                handle
                    .info()
                    .commandLine()
                    .map(line -> line.contains("io.aramaki.allinone.Main"))
                    .orElse(false))
            .isPresent();
  }
}
