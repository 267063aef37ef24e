package io.aramaki.alerting.domain.match;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Map;

/// Compares one label. An absent label has the empty value. Expressions are RE2 and match the whole
/// value, as in Prometheus.
public sealed interface Matcher {
  /// The label's name.
  String name();

  /// Whether the label of this name passes.
  boolean matches(Map<String, String> labels);

  /// The label has this value.
  record Equal(String name, String value) implements Matcher {
    @Override
    public boolean matches(Map<String, String> labels) {
      return labels.getOrDefault(name, "").equals(value);
    }
  }

  /// The label has another value.
  record NotEqual(String name, String value) implements Matcher {
    @Override
    public boolean matches(Map<String, String> labels) {
      return !labels.getOrDefault(name, "").equals(value);
    }
  }

  /// The whole value matches.
  record Regex(String name, Pattern pattern) implements Matcher {
    @Override
    public boolean matches(Map<String, String> labels) {
      return pattern.matches(labels.getOrDefault(name, ""));
    }
  }

  /// The whole value does not match.
  record NotRegex(String name, Pattern pattern) implements Matcher {
    @Override
    public boolean matches(Map<String, String> labels) {
      return !pattern.matches(labels.getOrDefault(name, ""));
    }
  }

  /// The operator as people write it: `=`, `!=`, `=~`, `!~`.
  default String operator() {
    return switch (this) {
      case Equal _ -> "=";
      case NotEqual _ -> "!=";
      case Regex _ -> "=~";
      case NotRegex _ -> "!~";
    };
  }

  /// The value or expression.
  default String operand() {
    return switch (this) {
      case Equal equal -> equal.value();
      case NotEqual notEqual -> notEqual.value();
      case Regex regex -> regex.pattern().pattern();
      case NotRegex notRegex -> notRegex.pattern().pattern();
    };
  }

  /// A matcher from its parts.
  static Matcher of(String name, String operator, String operand) {
    if (!name.matches("[a-zA-Z_][a-zA-Z0-9_]*")) {
      throw new IllegalArgumentException(
          "\"%s\" is no label (expected: letters, digits, _)".formatted(name));
    }
    return switch (operator) {
      case "=" -> new Equal(name, operand);
      case "!=" -> new NotEqual(name, operand);
      case "=~" -> new Regex(name, compile(operand));
      case "!~" -> new NotRegex(name, compile(operand));
      default ->
          throw new IllegalArgumentException(
              "\"%s\" is no operator (expected: =, !=, =~, !~)".formatted(operator));
    };
  }

  /// A matcher as people write it: `severity="critical"`, `check=~http.*`.
  static Matcher parse(String text) {
    var parts =
        com.google.re2j.Pattern.compile("\\s*([a-zA-Z_][a-zA-Z0-9_]*)\\s*(=~|!~|!=|=)\\s*(.*?)\\s*")
            .matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "\"%s\" is no matcher (expected: such as severity=critical or check=~http.*)"
              .formatted(text));
    }
    var operand = parts.group(3);
    boolean quoted = operand.length() >= 2 && operand.startsWith("\"") && operand.endsWith("\"");
    return of(
        parts.group(1),
        parts.group(2),
        quoted ? operand.substring(1, operand.length() - 1) : operand);
  }

  private static Pattern compile(String expression) {
    try {
      return Pattern.compile(expression);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "\"%s\" is no RE2 expression: %s".formatted(expression, e.getMessage()), e);
    }
  }
}
