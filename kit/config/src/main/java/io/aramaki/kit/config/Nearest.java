package io.aramaki.kit.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// Finds what somebody probably meant.
final class Nearest {
  private Nearest() {}

  private static final int PART_LENGTH_MIN = 4;

  /// Answers the valid word that is close enough to be a slip of the keyboard, else the only one of
  /// which the word is a part.
  static Optional<String> to(String word, Collection<String> valid) {
    int slips = Math.max(2, word.length() / 3);
    Optional<String> slip =
        valid.stream()
            .filter(candidate -> distance(word, candidate) <= slips)
            .min(Comparator.comparingInt(candidate -> distance(word, candidate)));
    return slip.isPresent() || word.length() < PART_LENGTH_MIN ? slip : whole(word, valid);
  }

  private static Optional<String> whole(String part, Collection<String> valid) {
    var whole = valid.stream().filter(candidate -> candidate.contains(part)).toList();
    return whole.size() == 1 ? Optional.of(whole.getFirst()) : Optional.empty();
  }

  /// Says what would have been right: the nearest word, else all of them.
  static String hint(String word, Collection<String> valid) {
    return to(word, valid)
        .map(nearest -> "did you mean \"" + nearest + "\"?")
        .orElse(valid.isEmpty() ? "nothing is valid here" : "valid: " + String.join(", ", valid));
  }

  /// Counts the letters to add, drop, change or swap with their neighbour (optimal string
  /// alignment).
  static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        d[i][j] = i == 0 ? j : j == 0 ? i : step(a, b, d, i, j);
      }
    }
    return d[a.length()][b.length()];
  }

  private static int step(String a, String b, int[][] d, int i, int j) {
    boolean same = a.charAt(i - 1) == b.charAt(j - 1);
    int best = d[i - 1][j - 1] + (same ? 0 : 1);
    best = Math.min(best, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(best, d[i - 2][j - 2] + 1) : best;
  }
}
