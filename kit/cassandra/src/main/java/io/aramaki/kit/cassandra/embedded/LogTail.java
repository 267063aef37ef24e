package io.aramaki.kit.cassandra.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/// The last lines of a log file, for an error message.
final class LogTail {
  private static final int BYTES = 8_192;
  private static final int LINES = 25;

  private LogTail() {}

  static String of(Path file) {
    if (!Files.exists(file)) {
      return "(no " + file + ")";
    }
    try (var in = new RandomAccessFile(file.toFile(), "r")) {
      in.seek(Math.max(0, in.length() - BYTES));
      var bytes = new byte[(int) Math.min(BYTES, in.length())];
      in.readFully(bytes);
      var lines = new String(bytes, UTF_8).lines().toList();
      var last = lines.subList(Math.max(0, lines.size() - LINES), lines.size());
      return "--- " + file + "\n" + String.join("\n", last);
    } catch (IOException e) {
      return "(cannot read " + file + ": " + e.getMessage() + ")";
    }
  }
}
