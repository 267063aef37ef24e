package io.aramaki.kit.cassandra.durability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a process has the segments of its commit log in memory.
final class CommitLogMappings {
  private static final int RADIX = 16;
  private static final Pattern ADDRESS = Pattern.compile("0x([0-9a-f]+)");

  private record Range(long begin, long end) {}

  private final List<Range> ranges = new ArrayList<>();
  private final String directory;

  /// @param directory the commit log's directory
  CommitLogMappings(Path directory) {
    this.directory = directory.toString();
  }

  /// Adds what the process has mapped now.
  void look(long pid) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "maps"))) {
      if (line.contains(directory)) {
        String[] ends = line.substring(0, line.indexOf(' ')).split("-", 2);
        ranges.add(
            new Range(
                Long.parseUnsignedLong(ends[0], RADIX), Long.parseUnsignedLong(ends[1], RADIX)));
      }
    }
  }

  /// True if the call brings a part of the commit log to the disk and succeeded.
  boolean isSync(SystemCall call) {
    if (call.result() != 0) {
      return false;
    }
    return switch (call.name()) {
      case "fsync", "fdatasync" -> call.first().contains(directory);
      case "msync" -> call.arguments().contains("MS_SYNC") && isMapped(call.first());
      default -> false;
    };
  }

  private boolean isMapped(String argument) {
    Matcher matcher = ADDRESS.matcher(argument);
    if (!matcher.matches()) {
      return false;
    }
    long address = Long.parseUnsignedLong(matcher.group(1), RADIX);
    return ranges.stream()
        .anyMatch(range ->
            Long.compareUnsigned(range.begin, address) <= 0
                && Long.compareUnsigned(address, range.end) < 0);
  }
}
