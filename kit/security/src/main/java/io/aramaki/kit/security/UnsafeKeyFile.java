package io.aramaki.kit.security;

import io.aramaki.kit.app.BadConfiguration;
import java.nio.file.Path;

/// A file with a secret that is missing, unreadable, broken, or readable by others; an operator has
/// to correct it.
public final class UnsafeKeyFile extends BadConfiguration {
  private static final long serialVersionUID = 1L;

  private final transient Path file;

  public UnsafeKeyFile(Path file, String problem) {
    super(file + ": " + problem);
    this.file = file;
  }

  public UnsafeKeyFile(Path file, String problem, Throwable cause) {
    super(file + ": " + problem, cause);
    this.file = file;
  }

  public Path file() {
    return file;
  }
}
