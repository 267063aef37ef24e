package io.aramaki.kit.app;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/// What a process that is ready says about itself to those who started it: a file of `key=value`
/// lines (`name`, `pid`, and `address.{door}` for each address), which appears whole and is gone
/// after an orderly end. Its path is the system property [#PROPERTY].
///
/// @param name the application
/// @param pid its process
/// @param addresses where it listens, by door
public record ReadyFile(String name, long pid, Map<String, String> addresses) {
  /// The system property that asks for the file.
  public static final String PROPERTY = "aramaki.ready.file";

  private static final String ADDRESS = "address.";

  public ReadyFile {
    addresses = Map.copyOf(addresses);
  }

  /// Reads the file; empty if there is none, which means not ready (yet, or any more). The process
  /// may have died since without taking the file away: ask for its pid.
  public static Optional<ReadyFile> read(Path file) throws IOException {
    var properties = new Properties();
    try {
      properties.load(new StringReader(Files.readString(file)));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
    var addresses = new TreeMap<String, String>();
    for (String key : properties.stringPropertyNames()) {
      if (key.startsWith(ADDRESS)) {
        addresses.put(key.substring(ADDRESS.length()), properties.getProperty(key));
      }
    }
    try {
      long pid = Long.parseLong(properties.getProperty("pid", ""));
      return Optional.of(new ReadyFile(properties.getProperty("name", ""), pid, addresses));
    } catch (NumberFormatException _) {
      throw new IOException(file + " is no ready file: it has no line pid=<number>");
    }
  }

  /// Writes the file in one step, so that no reader sees a part of it.
  public void write(Path file) throws IOException {
    var text = new StringBuilder();
    text.append("name=").append(name).append('\n');
    text.append("pid=").append(pid).append('\n');
    new TreeMap<>(addresses)
        .forEach((door, address) ->
            text.append(ADDRESS).append(door).append('=').append(address).append('\n'));
    Path absolute = file.toAbsolutePath();
    Files.createDirectories(absolute.getParent());
    Path part = absolute.resolveSibling(absolute.getFileName() + ".part");
    Files.writeString(part, text);
    Files.move(part, absolute, StandardCopyOption.ATOMIC_MOVE);
  }
}
