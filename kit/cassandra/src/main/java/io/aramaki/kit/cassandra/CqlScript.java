package io.aramaki.kit.cassandra;

import java.util.ArrayList;
import java.util.List;

/// Cuts a file of CQL into its statements: at semicolons outside of comments and quotes. Comments
/// are dropped.
final class CqlScript {
  private final String name;
  private final String text;
  private final StringBuilder statement = new StringBuilder();
  private int at;

  private CqlScript(String name, String text) {
    this.name = name;
    this.text = text;
  }

  static List<String> statements(String name, String text) {
    return new CqlScript(name, text).cut();
  }

  private List<String> cut() {
    var statements = new ArrayList<String>();
    while (at < text.length()) {
      if (text.startsWith("--", at) || text.startsWith("//", at)) {
        skipTo("\n", false);
      } else if (text.startsWith("/*", at)) {
        skipTo("*/", true);
      } else if (text.charAt(at) == '\'' || text.charAt(at) == '"') {
        copyQuoted(text.charAt(at));
      } else if (text.charAt(at) == ';') {
        statements.add(statement.toString().strip());
        statement.setLength(0);
        at++;
      } else {
        statement.append(text.charAt(at++));
      }
    }
    if (!statement.toString().isBlank()) {
      throw new IllegalStateException(
          "schema file "
              + name
              + ": the last statement does not end with a semicolon: "
              + statement.toString().strip());
    }
    statements.removeIf(String::isEmpty);
    return List.copyOf(statements);
  }

  private void skipTo(String end, boolean needed) {
    int found = text.indexOf(end, at + 2);
    if (found < 0 && needed) {
      throw new IllegalStateException(
          "schema file " + name + ": a comment is not closed; expected " + end);
    }
    at = found < 0 ? text.length() : found + end.length();
    statement.append(' ');
  }

  private void copyQuoted(char quote) {
    // A doubled quote inside is two quoted pieces side by side, which copies the same.
    int end = text.indexOf(quote, at + 1);
    if (end < 0) {
      throw new IllegalStateException(
          "schema file " + name + ": a quote is not closed; expected " + quote);
    }
    statement.append(text, at, end + 1);
    at = end + 1;
  }
}
