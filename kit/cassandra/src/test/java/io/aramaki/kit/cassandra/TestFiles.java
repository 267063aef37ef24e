package io.aramaki.kit.cassandra;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Small files for tests.
final class TestFiles {
  private TestFiles() {}

  static Path secret(String text) {
    try {
      var file = Files.createTempFile(Path.of("target"), "secret-", "");
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write a secret", e);
    }
  }
}
