package io.aramaki.kit.testing.rules;

import java.util.Comparator;

/// One breach of one rule.
///
/// @param rule its short name, as in the file of exceptions
/// @param path relative to the root, with slashes
/// @param line where it begins; 0 if it is about the whole file or folder
/// @param message what is there, and what is allowed
public record Violation(String rule, String path, int line, String message)
    implements Comparable<Violation> {
  private static final Comparator<Violation> ORDER =
      Comparator.comparing(Violation::path)
          .thenComparingInt(Violation::line)
          .thenComparing(Violation::rule);

  @Override
  public int compareTo(Violation other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return path + (line > 0 ? ":" + line : "") + ": [" + rule + "] " + message;
  }
}
