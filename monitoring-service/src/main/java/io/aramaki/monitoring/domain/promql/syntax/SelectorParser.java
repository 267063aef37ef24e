package io.aramaki.monitoring.domain.promql.syntax;

import io.aramaki.monitoring.domain.promql.select.Matcher;
import io.aramaki.monitoring.domain.promql.syntax.Expr.MatrixSelector;
import io.aramaki.monitoring.domain.promql.syntax.Expr.Subquery;
import io.aramaki.monitoring.domain.promql.syntax.Expr.VectorSelector;
import io.aramaki.monitoring.domain.promql.token.Kind;
import io.aramaki.monitoring.domain.promql.token.Literals;
import io.aramaki.monitoring.domain.promql.token.Quotes;
import io.aramaki.monitoring.domain.promql.token.Token;
import io.aramaki.monitoring.domain.promql.value.Labels;
import io.aramaki.monitoring.domain.promql.value.Limits;
import io.aramaki.monitoring.domain.promql.value.Texts;
import java.util.ArrayList;
import java.util.List;

/// Selectors of series, and what may stand behind them: ranges, offsets, times.
final class SelectorParser {
  private static final String MATCHING = "label matching";

  /// There are no samples beyond, and reckoning with it never overflows.
  private static final long FARTHEST_TIME = 1L << 56;

  private final Tokens tokens;
  private final Limits limits;

  SelectorParser(Tokens tokens, Limits limits) {
    this.tokens = tokens;
    this.limits = limits;
  }

  /// A selector that begins with the name of its metric, which was taken already.
  VectorSelector named(Token name) {
    var matchers = tokens.at(Kind.LEFT_BRACE) ? matchers() : new ArrayList<Matcher>();
    matchers.add(Matcher.of(Labels.NAME, Matcher.Op.EQUAL, name.text(), limits.regexSize()));
    return new VectorSelector(name.text(), matchers, 0, new At.Step(), name.start());
  }

  /// A selector that begins with its braces.
  VectorSelector unnamed() {
    int start = tokens.peek().start();
    return new VectorSelector("", matchers(), 0, new At.Step(), start);
  }

  private List<Matcher> matchers() {
    tokens.next();
    var matchers = new ArrayList<Matcher>();
    while (!tokens.take(Kind.RIGHT_BRACE)) {
      if (!matchers.isEmpty() && !tokens.take(Kind.COMMA)) {
        throw tokens.unexpected(MATCHING, "\",\" or \"}\"");
      }
      if (!matchers.isEmpty() && tokens.take(Kind.RIGHT_BRACE)) {
        break;
      }
      matchers.add(matcher());
    }
    return matchers;
  }

  private Matcher matcher() {
    if (!tokens.at(Kind.IDENTIFIER)) {
      throw tokens.unexpected(MATCHING, "identifier or \"}\"");
    }
    var label = tokens.next();
    var op =
        switch (tokens.peek().kind()) {
          case EQUAL -> Matcher.Op.EQUAL;
          case NOT_EQUAL -> Matcher.Op.NOT_EQUAL;
          case REGEX -> Matcher.Op.REGEX;
          case NOT_REGEX -> Matcher.Op.NOT_REGEX;
          default -> throw tokens.unexpected(MATCHING, "label matching operator");
        };
    tokens.next();
    if (!tokens.at(Kind.STRING)) {
      throw tokens.unexpected(MATCHING, "string");
    }
    String value = Quotes.unquote(tokens.next().text());
    try {
      return Matcher.of(label.text(), op, value, limits.regexSize());
    } catch (IllegalArgumentException e) {
      throw tokens.wrong(label.start(), String.valueOf(e.getMessage()));
    }
  }

  /// What stands in brackets behind an expression.
  Expr range(Expr expr) {
    int start = tokens.next().start();
    long range = duration("subquery selector", "duration");
    if (tokens.take(Kind.COLON)) {
      long step = tokens.at(Kind.DURATION) ? duration("", "") : 0;
      if (!tokens.take(Kind.RIGHT_BRACKET)) {
        throw tokens.unexpected("subquery selector", step == 0 ? "duration or \"]\"" : "\"]\"");
      }
      return new Subquery(expr, range, step, 0, new At.Step());
    }
    if (!tokens.take(Kind.RIGHT_BRACKET)) {
      throw tokens.unexpected("subquery or range", "\":\" or \"]\"");
    }
    if (!(expr instanceof VectorSelector selector)) {
      throw tokens.wrong(start, "ranges only allowed for vector selectors");
    }
    if (selector.offset() != 0) {
      throw tokens.wrong(start, "no offset modifiers allowed before range");
    }
    if (!(selector.at() instanceof At.Step)) {
      throw tokens.wrong(start, "no @ modifiers allowed before range");
    }
    return new MatrixSelector(selector, range);
  }

  private long duration(String context, String expected) {
    if (!tokens.at(Kind.DURATION)) {
      throw tokens.unexpected(context, expected);
    }
    var token = tokens.next();
    try {
      return Literals.duration(token.text());
    } catch (IllegalArgumentException e) {
      throw tokens.wrong(token.start(), String.valueOf(e.getMessage()));
    }
  }

  /// An offset behind an expression.
  Expr offset(Expr expr) {
    tokens.next();
    boolean negative = tokens.take(Kind.SUBTRACT);
    long duration = duration("offset", "duration");
    long offset = negative ? -duration : duration;
    boolean twice =
        switch (expr) {
          case VectorSelector s -> s.offset() != 0;
          case MatrixSelector m -> m.selector().offset() != 0;
          case Subquery q -> q.offset() != 0;
          default ->
              throw tokens.wrong(
                  expr.start(),
                  "offset modifier must be preceded by an instant vector selector or range vector"
                      + " selector or a subquery");
        };
    if (twice) {
      throw tokens.wrong(expr.start(), "offset may not be set multiple times");
    }
    return switch (expr) {
      case VectorSelector s -> shifted(s, offset, s.at());
      case MatrixSelector m ->
          new MatrixSelector(shifted(m.selector(), offset, m.selector().at()), m.range());
      case Subquery q -> new Subquery(q.expr(), q.range(), q.step(), offset, q.at());
      default -> expr;
    };
  }

  /// A time behind an expression.
  Expr at(Expr expr) {
    tokens.next();
    At at = time(expr);
    At before =
        switch (expr) {
          case VectorSelector s -> s.at();
          case MatrixSelector m -> m.selector().at();
          case Subquery q -> q.at();
          default ->
              throw tokens.wrong(
                  expr.start(),
                  "@ modifier must be preceded by an instant vector selector or range vector"
                      + " selector or a subquery");
        };
    if (!(before instanceof At.Step)) {
      throw tokens.wrong(expr.start(), "@ <timestamp> may not be set multiple times");
    }
    return switch (expr) {
      case VectorSelector s -> shifted(s, s.offset(), at);
      case MatrixSelector m ->
          new MatrixSelector(shifted(m.selector(), m.selector().offset(), at), m.range());
      case Subquery q -> new Subquery(q.expr(), q.range(), q.step(), q.offset(), at);
      default -> expr;
    };
  }

  private At time(Expr expr) {
    if (tokens.at(Kind.START) || tokens.at(Kind.STOP)) {
      boolean start = tokens.next().is(Kind.START);
      if (!tokens.take(Kind.LEFT_PAREN) || !tokens.take(Kind.RIGHT_PAREN)) {
        throw tokens.unexpected("@", "timestamp");
      }
      return start ? new At.Start() : new At.End();
    }
    boolean minus = tokens.at(Kind.SUBTRACT);
    if (minus || tokens.at(Kind.ADD)) {
      tokens.next();
    }
    if (!tokens.at(Kind.NUMBER)) {
      throw tokens.unexpected("@", "timestamp");
    }
    double seconds = number(tokens.next()) * (minus ? -1 : 1);
    if (Double.isNaN(seconds) || Math.abs(seconds) >= 0x1p63) {
      throw tokens.wrong(
          expr.start(), "timestamp out of bounds for @ modifier: " + Texts.fixed(seconds));
    }
    return new At.Time(Math.clamp(Math.round(seconds * 1000), -FARTHEST_TIME, FARTHEST_TIME));
  }

  double number(Token token) {
    try {
      return Literals.number(token.text());
    } catch (IllegalArgumentException e) {
      throw tokens.wrong(token.start(), String.valueOf(e.getMessage()));
    }
  }

  private static VectorSelector shifted(VectorSelector s, long offset, At at) {
    return new VectorSelector(s.name(), s.matchers(), offset, at, s.start());
  }
}
