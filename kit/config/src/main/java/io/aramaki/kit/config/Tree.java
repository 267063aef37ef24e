package io.aramaki.kit.config;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// What was written, before it has types.
sealed interface Tree {
  Place at();

  /// A key that is absent, or has no value.
  record Nothing(Place at) implements Tree {}

  record Scalar(Place at, String text) implements Tree {}

  record Sequence(Place at, List<Tree> elements) implements Tree {
    public Sequence {
      elements = List.copyOf(elements);
    }
  }

  record Mapping(Place at, SequencedMap<String, Entry> entries) implements Tree {
    Tree get(String key) {
      Entry entry = entries.get(key);
      return entry == null ? new Nothing(at) : entry.value;
    }

    Mapping with(String key, Tree value) {
      var copy = new LinkedHashMap<>(entries);
      copy.put(key, new Entry(value.at(), value));
      return new Mapping(at, copy);
    }
  }

  /// The value of a key.
  ///
  /// @param at where the key was written
  record Entry(Place at, Tree value) {}

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
}
