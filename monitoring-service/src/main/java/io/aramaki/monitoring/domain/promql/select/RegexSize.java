package io.aramaki.monitoring.domain.promql.select;

/// Estimates from above how many states an expression compiles to: each character is one, a class
/// some, and a repetition multiplies what it repeats.
final class RegexSize {
  /// A class may become several ranges, and each of them a state.
  private static final int CLASS_STATES = 4;

  private static final long HUGE = 1L << 40;
  private static final int DEPTH = 1_000;

  private final String regex;
  private final long[] sums = new long[DEPTH + 1];
  private int depth;
  private long last;
  private int at;

  RegexSize(String regex) {
    this.regex = regex;
  }

  /// An upper bound of the states, huge for what is nested too deeply.
  long states() {
    while (at < regex.length()) {
      char c = regex.charAt(at++);
      switch (c) {
        case '\\' -> escape();
        case '[' -> characterClass();
        case '(' -> {
          if (depth == DEPTH) {
            return HUGE;
          }
          settle();
          sums[++depth] = 2;
        }
        case ')' -> close();
        case '{' -> repetition();
        case '*', '+', '?' -> last = Math.min(HUGE, last + 2);
        default -> item(1);
      }
    }
    while (depth > 0) {
      close();
    }
    return sums[0] + last;
  }

  private void item(long states) {
    settle();
    last = states;
  }

  /// Moves the last item into the sum of its group: nothing can repeat it any more.
  private void settle() {
    sums[depth] = Math.min(HUGE, sums[depth] + last);
    last = 0;
  }

  private void close() {
    long sum = sums[depth] + last;
    sums[depth] = 0;
    last = 0;
    if (depth > 0) {
      depth--;
    }
    last = Math.min(HUGE, sum);
  }

  private void escape() {
    if (at >= regex.length()) {
      return;
    }
    char c = regex.charAt(at++);
    if (c == 'Q') {
      int end = regex.indexOf("\\E", at);
      int stop = end < 0 ? regex.length() : end;
      item(stop - at);
      at = Math.min(regex.length(), stop + 2);
    } else {
      item("pPdDsSwW".indexOf(c) >= 0 ? CLASS_STATES : 1);
    }
  }

  private void characterClass() {
    int begin = at;
    if (at < regex.length() && regex.charAt(at) == '^') {
      at++;
    }
    if (at < regex.length() && regex.charAt(at) == ']') {
      at++;
    }
    while (at < regex.length() && regex.charAt(at) != ']') {
      at += regex.charAt(at) == '\\' ? 2 : 1;
    }
    at = Math.min(regex.length(), at + 1);
    item(CLASS_STATES + (at - begin));
  }

  private void repetition() {
    int end = regex.indexOf('}', at);
    long times = end < 0 ? 0 : highest(regex.substring(at, end));
    if (times > 0) {
      last = Math.min(HUGE, last * times);
      at = end + 1;
    } else {
      item(1);
    }
  }

  private static long highest(String counts) {
    long highest = 0;
    long number = 0;
    for (int i = 0; i < counts.length(); i++) {
      char c = counts.charAt(i);
      if (c == ',') {
        number = 0;
      } else if (c >= '0' && c <= '9') {
        number = Math.min(HUGE, (number * 10) + (c - '0'));
        highest = Math.max(highest, number);
      } else {
        return 0;
      }
    }
    return Math.max(1, highest + 1);
  }
}
