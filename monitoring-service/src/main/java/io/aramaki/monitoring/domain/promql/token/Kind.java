package io.aramaki.monitoring.domain.promql.token;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a token is.
public enum Kind {
  END(Role.END, ""),
  IDENTIFIER(Role.NAME, "identifier"),
  METRIC_IDENTIFIER(Role.NAME, "metric identifier"),
  STRING(Role.VALUE, "string"),
  NUMBER(Role.VALUE, "number"),
  DURATION(Role.VALUE, "duration"),
  LEFT_PAREN(Role.MARK, "("),
  RIGHT_PAREN(Role.MARK, ")"),
  LEFT_BRACE(Role.MARK, "{"),
  RIGHT_BRACE(Role.MARK, "}"),
  LEFT_BRACKET(Role.MARK, "["),
  RIGHT_BRACKET(Role.MARK, "]"),
  COMMA(Role.MARK, ","),
  EQUAL(Role.MARK, "="),
  COLON(Role.MARK, ":"),
  ADD(Role.OPERATOR, "+"),
  SUBTRACT(Role.OPERATOR, "-"),
  MULTIPLY(Role.OPERATOR, "*"),
  DIVIDE(Role.OPERATOR, "/"),
  MODULO(Role.OPERATOR, "%"),
  POWER(Role.OPERATOR, "^"),
  EQUALS(Role.OPERATOR, "=="),
  NOT_EQUAL(Role.OPERATOR, "!="),
  GREATER(Role.OPERATOR, ">"),
  GREATER_EQUAL(Role.OPERATOR, ">="),
  LESS(Role.OPERATOR, "<"),
  LESS_EQUAL(Role.OPERATOR, "<="),
  REGEX(Role.OPERATOR, "=~"),
  NOT_REGEX(Role.OPERATOR, "!~"),
  AT(Role.OPERATOR, "@"),
  AND(Role.OPERATOR, "and"),
  OR(Role.OPERATOR, "or"),
  UNLESS(Role.OPERATOR, "unless"),
  ATAN2(Role.OPERATOR, "atan2"),
  AVG(Role.AGGREGATION, "avg"),
  BOTTOMK(Role.AGGREGATION, "bottomk"),
  COUNT(Role.AGGREGATION, "count"),
  COUNT_VALUES(Role.AGGREGATION, "count_values"),
  GROUP(Role.AGGREGATION, "group"),
  MAX(Role.AGGREGATION, "max"),
  MIN(Role.AGGREGATION, "min"),
  QUANTILE(Role.AGGREGATION, "quantile"),
  STDDEV(Role.AGGREGATION, "stddev"),
  STDVAR(Role.AGGREGATION, "stdvar"),
  SUM(Role.AGGREGATION, "sum"),
  TOPK(Role.AGGREGATION, "topk"),
  BOOL(Role.KEYWORD, "bool"),
  BY(Role.KEYWORD, "by"),
  GROUP_LEFT(Role.KEYWORD, "group_left"),
  GROUP_RIGHT(Role.KEYWORD, "group_right"),
  IGNORING(Role.KEYWORD, "ignoring"),
  OFFSET(Role.KEYWORD, "offset"),
  ON(Role.KEYWORD, "on"),
  WITHOUT(Role.KEYWORD, "without"),
  START(Role.PREPROCESSOR, "start"),
  STOP(Role.PREPROCESSOR, "end");

  /// What a kind is good for.
  enum Role {
    END,
    NAME,
    VALUE,
    MARK,
    OPERATOR,
    AGGREGATION,
    KEYWORD,
    PREPROCESSOR
  }

  private static final Map<String, Kind> WORDS =
      Stream.of(values())
          .filter(kind -> kind.role.compareTo(Role.OPERATOR) >= 0)
          .filter(kind -> Character.isLetter(kind.text.charAt(0)))
          .collect(Collectors.toUnmodifiableMap(kind -> kind.text, kind -> kind));

  private final Role role;
  private final String text;

  Kind(Role role, String text) {
    this.role = role;
    this.text = text;
  }

  /// The kind of a word, whatever its case, or null if it means nothing by itself.
  static @Nullable Kind ofWord(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    return lower.equals("inf") || lower.equals("nan") ? NUMBER : WORDS.get(lower);
  }

  Role role() {
    return role;
  }

  /// How it is written, or what it is called.
  public String text() {
    return text;
  }

  public boolean isAggregation() {
    return role == Role.AGGREGATION;
  }

  /// Tells whether a metric may have it as its name without braces.
  public boolean isMetricName() {
    return switch (this) {
      case IDENTIFIER, METRIC_IDENTIFIER, AND, OR, UNLESS, BY, WITHOUT, OFFSET, START, STOP -> true;
      default -> isAggregation();
    };
  }

  /// Tells whether it may be a label in a list such as `by (…)`.
  public boolean isLabel() {
    return switch (this) {
      case IDENTIFIER, METRIC_IDENTIFIER, AND, OR, UNLESS, ATAN2, START, STOP -> true;
      case WITHOUT -> false;
      default -> role == Role.KEYWORD || isAggregation();
    };
  }
}
