package io.aramaki.gateway.grpc.rest;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/// Finds what somebody most likely meant.
final class Nearest {
  private Nearest() {}

  /// Answers a hint to end a message with: the nearest of the valid names, or all if they are few.
  static String hint(String wrong, Collection<String> valid) {
    if (valid.isEmpty()) {
      return "there are none here";
    }
    String word = wrong.toLowerCase(Locale.ROOT);
    String nearest =
        valid.stream()
            .min(
                Comparator.comparingInt(
                        (String name) -> distance(word, name.toLowerCase(Locale.ROOT)))
                    .thenComparing(Comparator.naturalOrder()))
            .orElseThrow();
    return "did you mean "
        + nearest
        + "? Valid are "
        + String.join(", ", valid.stream().sorted().toList());
  }

  /// Answers how many letters must be added, removed or replaced to make one word of the other.
  static int distance(String one, String other) {
    int[] previous = new int[other.length() + 1];
    for (int j = 0; j <= other.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int[] current = new int[other.length() + 1];
      current[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int same = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
        current[j] =
            Math.min(Math.min(current[j - 1] + 1, previous[j] + 1), previous[j - 1] + same);
      }
      previous = current;
    }
    return previous[other.length()];
  }
}
