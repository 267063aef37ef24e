package io.aramaki.bench.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The kernel's cache of files.
public final class PageCache {
  private static final Path DROP = Path.of("/proc/sys/vm/drop_caches");
  private static final String ALL = "3";

  private PageCache() {}

  /// Writes what is dirty and drops the cache.
  ///
  /// @return false if that is not allowed here: only root may
  public static boolean drop() throws IOException, InterruptedException {
    int code = new ProcessBuilder("sync").start().waitFor();
    if (code != 0 || !Files.isWritable(DROP)) {
      return false;
    }
    try {
      Files.writeString(DROP, ALL);
      return true;
    } catch (IOException _) {
      return false;
    }
  }
}
