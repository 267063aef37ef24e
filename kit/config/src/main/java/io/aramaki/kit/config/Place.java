package io.aramaki.kit.config;

import java.nio.file.Path;
import java.util.Optional;

/// Where a value was written, for messages and for paths relative to the file.
///
/// @param source the file, the environment variable or the default
/// @param line counted from 1; 0 if it is not known, [#NONE] if the source has no lines
/// @param directory the directory of the file
record Place(String source, int line, Optional<Path> directory) {
  static final int NONE = -1;

  /// A place without lines: an environment variable, a default.
  static Place of(String source) {
    return new Place(source, NONE, Optional.empty());
  }

  /// A text whose lines can be counted.
  static Place ofText(String source) {
    return new Place(source, 0, Optional.empty());
  }

  Place atLine(int other) {
    return line == NONE ? this : new Place(source, other, directory);
  }

  @Override
  public String toString() {
    return line <= 0 ? source : source + ":" + line;
  }
}
