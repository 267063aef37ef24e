package io.aramaki.monitoring.domain.promql.token;

import io.aramaki.monitoring.domain.promql.value.Texts;

/// A word, number, string or sign of a query.
///
/// @param text as it stands in the query
/// @param start position of its first character, counted from 0
public record Token(Kind kind, String text, int start) {
  private static final int SHOWN = 10;

  public int end() {
    return start + text.length();
  }

  public boolean is(Kind other) {
    return kind == other;
  }

  /// How messages call it.
  public String description() {
    return switch (kind.role()) {
      case END -> "end of input";
      case NAME -> kind.text() + " " + Texts.quote(text);
      case VALUE -> kind.text() + " " + shown();
      case MARK, PREPROCESSOR -> shown();
      case OPERATOR -> "<op:" + text + ">";
      case AGGREGATION -> "<aggr:" + text + ">";
      case KEYWORD -> "<" + text + ">";
    };
  }

  private String shown() {
    return text.length() > SHOWN
        ? Texts.quote(text.substring(0, SHOWN)) + "..."
        : Texts.quote(text);
  }
}
