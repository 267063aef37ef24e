package io.aramaki.bench.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The established TCP connections of a door on this host, as the kernel knows them.
///
/// @param accepted sockets at the door's end
/// @param made sockets at the callers' end; they are on this host, too
public record Connections(int accepted, int made) {
  private static final String ESTABLISHED = "01";
  private static final int FIELD_LOCAL = 1;
  private static final int FIELD_REMOTE = 2;
  private static final int FIELD_STATE = 3;
  private static final int HEX = 16;

  /// Counts those of a port.
  public static Connections of(int port) throws IOException {
    var lines = new ArrayList<String>();
    for (String table : List.of("tcp", "tcp6")) {
      Path file = Path.of("/proc/net", table);
      if (Files.exists(file)) {
        lines.addAll(Files.readAllLines(file));
      }
    }
    return parse(lines, port);
  }

  /// Reads the lines of `/proc/net/tcp` and `tcp6`.
  static Connections parse(List<String> lines, int port) {
    int accepted = 0;
    int made = 0;
    for (String line : lines) {
      String[] fields = line.strip().split(" +", -1);
      if (fields.length > FIELD_STATE && fields[FIELD_STATE].equals(ESTABLISHED)) {
        accepted += port(fields[FIELD_LOCAL]) == port ? 1 : 0;
        made += port(fields[FIELD_REMOTE]) == port ? 1 : 0;
      }
    }
    return new Connections(accepted, made);
  }

  private static int port(String address) {
    return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1), HEX);
  }
}
