package io.aramaki.bench.storage;

import io.aramaki.bench.machine.Directories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// How many bytes each table of a keyspace has on the disk.
public final class TableBytes {
  private static final int DEPTH_MAX = 6;

  private TableBytes() {}

  /// Adds up the live files of each table, without snapshots and backups.
  ///
  /// @param data a directory somewhere below which the keyspace's directory lies
  /// @throws IOException if there is no such keyspace
  public static Map<String, Long> of(Path data, String keyspace) throws IOException {
    Path directory;
    try (Stream<Path> found =
        Files.find(
            data,
            DEPTH_MAX,
            (path, attributes) ->
                attributes.isDirectory() && path.getFileName().toString().equals(keyspace))) {
      directory =
          found.findFirst().orElseThrow(() -> new IOException("there is no keyspace " + keyspace));
    }
    var bytes = new TreeMap<String, Long>();
    try (Stream<Path> tables = Files.list(directory)) {
      for (Path table : tables.filter(Files::isDirectory).toList()) {
        String name = table.getFileName().toString();
        long live =
            Directories.bytes(table)
                - Directories.bytes(table.resolve("snapshots"))
                - Directories.bytes(table.resolve("backups"));
        bytes.merge(name.substring(0, name.lastIndexOf('-')), live, Long::sum);
      }
    }
    return bytes;
  }
}
