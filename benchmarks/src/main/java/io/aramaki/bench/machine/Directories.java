package io.aramaki.bench.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;

/// Sizes and removal of whole directories, also while somebody writes into them.
public final class Directories {
  private static final int TRIES_MAX = 5;

  private Directories() {}

  /// The lengths of all files below, together; 0 if there is no such directory.
  public static long bytes(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return 0;
    }
    for (int tries = 1; ; tries++) {
      try (var files = Files.walk(directory)) {
        return files.mapToLong(Directories::length).sum();
      } catch (UncheckedIOException e) {
        if (tries == TRIES_MAX) {
          throw new IOException("%s changes all the time".formatted(directory), e);
        }
      }
    }
  }

  private static long length(Path file) {
    try {
      return Files.isRegularFile(file) ? Files.size(file) : 0;
    } catch (NoSuchFileException _) {
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Removes a directory with everything in it.
  public static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (var files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
