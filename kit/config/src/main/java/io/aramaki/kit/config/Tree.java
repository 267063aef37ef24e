package io.aramaki.kit.config;

import java.util.LinkedHashMap;
import java.util.List;
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
}
