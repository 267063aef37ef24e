package io.aramaki.monitoring.domain.promql.select;

import com.google.re2j.Pattern;
import io.aramaki.monitoring.domain.promql.value.Labels;
import io.aramaki.monitoring.domain.promql.value.Texts;
import org.jspecify.annotations.Nullable;

/// What a label of a series must be. A label that a series does not have is empty.
public final class Matcher {
  /// How the value of a label is compared.
  public enum Op {
    EQUAL("="),
    NOT_EQUAL("!="),
    REGEX("=~"),
    NOT_REGEX("!~");

    private final String sign;

    Op(String sign) {
      this.sign = sign;
    }

    @Override
    public String toString() {
      return sign;
    }
  }

  private final String name;
  private final Op op;
  private final String value;
  private final @Nullable Pattern pattern;

  private Matcher(String name, Op op, String value, @Nullable Pattern pattern) {
    this.name = name;
    this.op = op;
    this.value = value;
    this.pattern = pattern;
  }

  /// Makes a matcher; a regular expression must match the whole value.
  ///
  /// @param regexSize states that a regular expression may have
  /// @throws IllegalArgumentException if it is no regular expression, or too large
  public static Matcher of(String name, Op op, String value, int regexSize) {
    boolean regex = op == Op.REGEX || op == Op.NOT_REGEX;
    return new Matcher(name, op, value, regex ? Regexes.whole(value, regexSize) : null);
  }

  public String name() {
    return name;
  }

  public Op op() {
    return op;
  }

  /// The text, or the regular expression without anchors.
  public String value() {
    return value;
  }

  public boolean matches(String labelValue) {
    @Nullable Pattern regex = pattern;
    boolean same = regex == null ? value.equals(labelValue) : regex.matches(labelValue);
    return same == (op == Op.EQUAL || op == Op.REGEX);
  }

  public boolean matches(Labels labels) {
    return matches(labels.get(name));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Matcher matcher
        && op == matcher.op
        && name.equals(matcher.name)
        && value.equals(matcher.value);
  }

  @Override
  public int hashCode() {
    return (name.hashCode() * 31) + value.hashCode();
  }

  @Override
  public String toString() {
    return name + op + Texts.quote(value);
  }
}
