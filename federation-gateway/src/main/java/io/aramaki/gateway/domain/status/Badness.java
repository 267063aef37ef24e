package io.aramaki.gateway.domain.status;

import java.util.Locale;

/// How bad something is, from good to bad. Unknown is worse than good, because nobody looked, and
/// better than a warning, because nobody saw anything.
public enum Badness {
  /// There is nothing to judge: no check, no result yet.
  NONE,
  OK,
  UNKNOWN,
  WARNING,
  CRITICAL;

  /// Answers the worse of both.
  public Badness worst(Badness other) {
    return compareTo(other) >= 0 ? this : other;
  }

  /// Tells whether somebody should look.
  public boolean isProblem() {
    return compareTo(OK) > 0;
  }

  /// Answers the word in lower case, as style classes and timelines have it.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
