package io.aramaki.kit.cassandra.durability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The segments of a process's commit log: where it has them in memory, and which it has open so
/// that a write returns when it is on the disk.
final class CommitLogFiles {
  private static final int RADIX = 16;
  private static final Pattern ADDRESS = Pattern.compile("0x([0-9a-f]+)");

  private record Range(long begin, long end) {}

  private static final int OCTAL = 8;
  private static final int DSYNC = 0x1000; // O_DSYNC of Linux, but for Alpha, MIPS and PA-RISC

  private final List<Range> ranges = new ArrayList<>();
  private final Set<String> synced = new HashSet<>();
  private final String directory;

  /// @param directory the commit log's directory
  CommitLogFiles(Path directory) {
    this.directory = directory.toString();
  }

  /// Adds what the process has mapped and open now.
  void look(long pid) throws IOException {
    var process = Path.of("/proc", Long.toString(pid));
    lookAtOpenFiles(process);
    for (String line : Files.readAllLines(process.resolve("maps"))) {
      if (line.contains(directory)) {
        String[] ends = line.substring(0, line.indexOf(' ')).split("-", 2);
        ranges.add(
            new Range(
                Long.parseUnsignedLong(ends[0], RADIX), Long.parseUnsignedLong(ends[1], RADIX)));
      }
    }
  }

  private void lookAtOpenFiles(Path process) throws IOException {
    try (var open = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path file : open) {
        try {
          if (Files.readSymbolicLink(file).startsWith(directory)
              && (flags(process.resolve("fdinfo").resolve(file.getFileName())) & DSYNC) != 0) {
            synced.add(file.getFileName().toString());
          }
        } catch (NoSuchFileException _) {
          // Closed meanwhile.
        }
      }
    }
  }

  private static int flags(Path information) throws IOException {
    return Files.readAllLines(information).stream()
        .filter(line -> line.startsWith("flags:"))
        .mapToInt(line -> Integer.parseInt(line.substring("flags:".length()).strip(), OCTAL))
        .findFirst()
        .orElse(0);
  }

  /// True if the call brings a part of the commit log to the disk and succeeded.
  boolean isSync(SystemCall call) {
    boolean ended = call.result() == 0;
    return switch (call.name()) {
      case "fsync", "fdatasync" -> ended && call.first().contains(directory);
      case "msync" -> ended && call.arguments().contains("MS_SYNC") && isMapped(call.first());
      case "write", "pwrite64" -> call.result() > 0 && isOpenSynced(call.first());
      default -> false;
    };
  }

  private boolean isOpenSynced(String argument) {
    int path = argument.indexOf('<');
    return path > 0
        && argument.startsWith(directory, path + 1)
        && synced.contains(argument.substring(0, path));
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
