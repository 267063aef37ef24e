package io.aramaki.monitoring.domain.promql.token;

/// Walks over the characters of a query.
final class Scanner {
  /// What comes after the last character.
  static final int NONE = -1;

  private final String text;
  private int position;
  private int start;
  private int width;

  Scanner(String text) {
    this.text = text;
  }

  int next() {
    if (position >= text.length()) {
      width = 0;
      return NONE;
    }
    int c = text.codePointAt(position);
    width = Character.charCount(c);
    position += width;
    return c;
  }

  int peek() {
    int c = next();
    back();
    return c;
  }

  /// Takes back the last [#next], once.
  void back() {
    position -= width;
    width = 0;
  }

  boolean accept(String valid) {
    int c = next();
    if (c != NONE && valid.indexOf(c) >= 0) {
      return true;
    }
    back();
    return false;
  }

  void acceptAll(String valid) {
    while (accept(valid)) {
      // Goes on.
    }
  }

  void skipSpaces() {
    acceptAll(" \t\n\r");
    start = position;
  }

  void skipLine() {
    int c = next();
    while (c != NONE && c != '\n' && c != '\r') {
      c = next();
    }
    back();
    start = position;
  }

  /// What was walked over since the last token.
  String pending() {
    return text.substring(start, position);
  }

  int start() {
    return start;
  }

  Token emit(Kind kind) {
    var token = new Token(kind, pending(), start);
    start = position;
    return token;
  }

  String text() {
    return text;
  }

  static boolean isSpace(int c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
  }

  static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  static boolean isAlpha(int c) {
    return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  static boolean isWord(int c) {
    return isAlpha(c) || isDigit(c);
  }
}
