package io.aramaki.monitoring.domain.promql.peer;

import java.util.regex.Pattern;

/// A query with its times. One time is an instant query.
///
/// @param start milliseconds since the epoch
/// @param end the same as the start for an instant query
/// @param step milliseconds
public record Question(String query, long start, long end, long step) {
  private static final Pattern AT = Pattern.compile("@ (1[67]\\d{8})");
  private static final long MILLIS = 1_000;

  /// A query at one time.
  public static Question at(String query, long time) {
    return new Question(query, time, time, 0);
  }

  /// The same at other times, also those after `@`.
  ///
  /// @param millis what is added to each, whole seconds
  public Question shifted(long millis) {
    String moved =
        AT.matcher(query).replaceAll(at -> "@ " + (Long.parseLong(at.group(1)) + millis / MILLIS));
    return new Question(moved, start + millis, end + millis, step);
  }

  public boolean isInstant() {
    return step == 0;
  }

  /// Tells whether the order of the answer means something: it is one call of a function that
  /// orders.
  public boolean isOrdered() {
    return isInstant()
        && query.matches("(?s)\\(*(topk|bottomk|sort|sort_desc)\\b.*\\)")
        && closesAtEnd();
  }

  private boolean closesAtEnd() {
    int depth = 0;
    for (int i = query.indexOf('('); i < query.length(); i++) {
      char c = query.charAt(i);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (depth == 0 && i < query.length() - 1 && c == ')') {
        return false;
      }
    }
    return depth == 0;
  }
}
