package io.aramaki.bench.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What a process has in memory, as the kernel counts it.
///
/// @param rssKib resident, in KiB: all its pages
/// @param pssKib its share, in KiB: a page that several processes map counts by its part
/// @param anonymousKib its own, in KiB: heap, stacks, buffers; no pages of files
public record ProcessMemory(long rssKib, long pssKib, long anonymousKib) {
  /// Of no process at all.
  public static final ProcessMemory NONE = new ProcessMemory(0, 0, 0);

  /// Reads what the kernel says of a process now.
  ///
  /// @throws IOException if there is no such process, or it is somebody else's
  public static ProcessMemory read(long pid) throws IOException {
    return parse(Files.readAllLines(Path.of("/proc", Long.toString(pid), "smaps_rollup")));
  }

  /// Reads the lines of `/proc/PID/smaps_rollup`.
  static ProcessMemory parse(List<String> lines) {
    return new ProcessMemory(
        figure(lines, "Rss:"), figure(lines, "Pss:"), figure(lines, "Anonymous:"));
  }

  private static long figure(List<String> lines, String name) {
    for (String line : lines) {
      if (line.startsWith(name)) {
        return Long.parseLong(line.replaceAll("[^0-9]", ""));
      }
    }
    throw new IllegalArgumentException("no line \"%s\" in smaps_rollup".formatted(name));
  }

  public ProcessMemory plus(ProcessMemory other) {
    return new ProcessMemory(
        rssKib + other.rssKib, pssKib + other.pssKib, anonymousKib + other.anonymousKib);
  }
}
