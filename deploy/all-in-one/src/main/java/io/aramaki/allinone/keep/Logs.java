package io.aramaki.allinone.keep;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Bounds what the logs of an instance take. A process keeps its log open and appends, also when
/// its supervisor is gone, so a log that is too long is copied beside itself and cut to nothing:
/// lines that are written between the two are lost.
final class Logs {
  /// A log, and the one before it, has at most about so many bytes.
  static final long BYTES_MAX = 32L * 1024 * 1024;

  private static final Logger log = LoggerFactory.getLogger(Logs.class);

  private final Path directory;
  private final long bytesMax;

  Logs(Path directory, long bytesMax) {
    this.directory = directory;
    this.bytesMax = bytesMax;
  }

  /// Cuts the logs that are too long. A failure is told and tried again the next time.
  void cut() {
    try {
      for (Path file : files()) {
        if (Files.size(file) > bytesMax) {
          var before = file.resolveSibling(file.getFileName() + ".1");
          Files.copy(file, before, StandardCopyOption.REPLACE_EXISTING);
          try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(0);
          }
        }
      }
    } catch (IOException e) {
      log.atWarn().setCause(e).log("logs cannot be cut");
    }
  }

  private List<Path> files() throws IOException {
    try (var all = Files.list(directory)) {
      return all.filter(file -> file.toString().endsWith(".log")).toList();
    }
  }
}
