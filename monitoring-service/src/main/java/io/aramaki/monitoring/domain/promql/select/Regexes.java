package io.aramaki.monitoring.domain.promql.select;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/// Regular expressions of RE2: they match in time linear in the text, and their size is bounded
/// before they are compiled, since `((a{999}){999}){999}` would fill the memory.
public final class Regexes {
  private Regexes() {}

  /// Compiles an expression that must match a whole text.
  ///
  /// @param most states that it may have
  /// @throws IllegalArgumentException if it is none, with what RE2 says of it, or too large
  public static Pattern whole(String regex, int most) {
    String anchored = "^(?:" + regex + ")$";
    long size = new RegexSize(regex).states();
    if (size > most) {
      throw new IllegalArgumentException(
          "the regular expression would have "
              + size
              + " states, but at most "
              + most
              + " are allowed; repeat less in it");
    }
    try {
      return Pattern.compile(anchored);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }
}
