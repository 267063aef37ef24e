package io.aramaki.bench.series;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What lives in the heap of a process after a full collection, as `jcmd GC.class_histogram` counts
/// it.
///
/// @param bytes all objects together
/// @param largest the lines of the classes that take most
record LiveHeap(long bytes, List<String> largest) {
  private static final int LINES = 12;
  private static final int COLUMN_BYTES = 2;

  LiveHeap {
    largest = List.copyOf(largest);
  }

  /// Collects and counts.
  static LiveHeap of(long pid) throws IOException, InterruptedException {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Process process =
        new ProcessBuilder(jcmd, Long.toString(pid), "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("jcmd %d GC.class_histogram failed: %s".formatted(pid, text.strip()));
    }
    return parse(text);
  }

  /// Reads what jcmd printed.
  ///
  /// @throws IOException if it has no total
  static LiveHeap parse(String text) throws IOException {
    var largest = new ArrayList<String>();
    for (String line : text.lines().map(String::strip).toList()) {
      if (line.startsWith("Total")) {
        return new LiveHeap(Long.parseLong(line.split(" +", -1)[COLUMN_BYTES]), largest);
      }
      if (line.matches("[0-9]+: .*") && largest.size() < LINES) {
        largest.add(line);
      }
    }
    throw new IOException("jcmd printed no total: " + text.strip());
  }
}
