package io.aramaki.monitoring.domain.promql.syntax;

import io.aramaki.monitoring.domain.promql.select.Matcher;
import io.aramaki.monitoring.domain.promql.syntax.Expr.Aggregate;
import io.aramaki.monitoring.domain.promql.syntax.Expr.Binary;
import io.aramaki.monitoring.domain.promql.syntax.Expr.Call;
import io.aramaki.monitoring.domain.promql.syntax.Expr.NumberLiteral;
import io.aramaki.monitoring.domain.promql.syntax.Expr.Paren;
import io.aramaki.monitoring.domain.promql.syntax.Expr.StringLiteral;
import io.aramaki.monitoring.domain.promql.syntax.Expr.Unary;
import io.aramaki.monitoring.domain.promql.token.Kind;
import io.aramaki.monitoring.domain.promql.token.Quotes;
import io.aramaki.monitoring.domain.promql.token.Token;
import io.aramaki.monitoring.domain.promql.value.Limits;
import io.aramaki.monitoring.domain.promql.value.QueryException;
import io.aramaki.monitoring.domain.promql.value.Texts;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads a query by recursive descent, and operators by climbing their precedence. The first error
/// ends it. How deep it goes is bounded, so that neither it nor the evaluation runs out of stack.
public final class Parser {
  private static final String GROUPING = "grouping opts";

  private final Tokens tokens;
  private final SelectorParser selectors;
  private final Limits limits;

  /// What the innermost errors are said to be in.
  private String context = "";

  private int depth;

  /// How deep the expression goes that was read last.
  private int height;

  private Parser(String query, Limits limits) {
    this.tokens = new Tokens(query);
    this.selectors = new SelectorParser(tokens, limits);
    this.limits = limits;
  }

  /// Reads and checks a query.
  ///
  /// @throws QueryException of the kind `bad_data`, with the place and the text of Prometheus
  public static Expr parse(String query, Limits limits) {
    checkLength(query, limits);
    var parser = new Parser(query, limits);
    if (parser.tokens.at(Kind.END)) {
      throw parser.tokens.wrong(0, "no expression found in input");
    }
    var expr = parser.expression(0);
    if (!parser.tokens.at(Kind.END)) {
      throw parser.tokens.unexpected("", "");
    }
    new TypeCheck(query).check(expr);
    return expr;
  }

  /// Reads one selector without modifiers, as the parameter `match[]` of the HTTP API has it.
  ///
  /// @throws QueryException of the kind `bad_data`
  public static List<Matcher> parseSelector(String query, Limits limits) {
    checkLength(query, limits);
    var parser = new Parser(query, limits);
    var first = parser.tokens.peek();
    if (!first.is(Kind.LEFT_BRACE) && !first.kind().isMetricName()) {
      throw parser.tokens.unexpected("", "");
    }
    var selector =
        first.is(Kind.LEFT_BRACE)
            ? parser.selectors.unnamed()
            : parser.selectors.named(parser.tokens.next());
    if (!parser.tokens.at(Kind.END)) {
      throw parser.tokens.unexpected("", "");
    }
    return selector.matchers();
  }

  private static void checkLength(String query, Limits limits) {
    if (query.length() > limits.queryLength()) {
      throw QueryException.badData(
          "the query has "
              + query.length()
              + " characters, but at most "
              + limits.queryLength()
              + " are allowed; shorten it");
    }
  }

  private Expr expression(int lowest) {
    enter();
    var left = operand();
    int high = height;
    while (true) {
      var token = tokens.peek();
      @Nullable Operator op = Operator.of(token.kind());
      if (op == null || op.precedence() < lowest) {
        break;
      }
      tokens.next();
      left = binary(op, left, token.start());
      high = Math.max(high, height) + 1;
      checkDepth(high);
    }
    height = high;
    depth--;
    return left;
  }

  private void enter() {
    depth++;
    checkDepth(depth);
  }

  private void checkDepth(int deep) {
    if (deep > limits.nesting()) {
      throw QueryException.badData(
          "the query has more than "
              + limits.nesting()
              + " expressions in each other, which is the limit; split it");
    }
  }

  private Expr binary(Operator op, Expr left, int start) {
    boolean bool = tokens.take(Kind.BOOL);
    var side = Matching.Side.NONE;
    boolean on = tokens.at(Kind.ON);
    List<String> labels = List.of();
    List<String> include = List.of();
    if (on || tokens.at(Kind.IGNORING)) {
      tokens.next();
      labels = labelList();
      if (tokens.at(Kind.GROUP_LEFT) || tokens.at(Kind.GROUP_RIGHT)) {
        side = tokens.next().is(Kind.GROUP_LEFT) ? Matching.Side.LEFT : Matching.Side.RIGHT;
        include = tokens.at(Kind.LEFT_PAREN) || !startsExpression() ? labelList() : List.of();
      }
    }
    var right = expression(op.rightPrecedence());
    return new Binary(op, left, right, bool, new Matching(side, on, labels, include), start);
  }

  private boolean startsExpression() {
    var kind = tokens.peek().kind();
    return switch (kind) {
      case NUMBER, STRING, LEFT_BRACE, ADD, SUBTRACT -> true;
      default -> kind.isMetricName();
    };
  }

  private List<String> labelList() {
    if (!tokens.take(Kind.LEFT_PAREN)) {
      throw tokens.unexpected(GROUPING, "\"(\"");
    }
    var labels = new ArrayList<String>();
    while (!tokens.take(Kind.RIGHT_PAREN)) {
      if (!labels.isEmpty() && !tokens.take(Kind.COMMA)) {
        throw tokens.unexpected(GROUPING, "\",\" or \")\"");
      }
      if (!labels.isEmpty() && tokens.take(Kind.RIGHT_PAREN)) {
        break;
      }
      var token = tokens.peek();
      if (!token.kind().isLabel() || token.text().indexOf(':') >= 0) {
        throw tokens.unexpected(GROUPING, "label");
      }
      labels.add(tokens.next().text());
    }
    return labels;
  }

  private Expr operand() {
    var token = tokens.peek();
    if (!token.is(Kind.ADD) && !token.is(Kind.SUBTRACT)) {
      return postfix();
    }
    tokens.next();
    boolean minus = token.is(Kind.SUBTRACT);
    var expr = expression(Operator.POWER.precedence());
    if (expr instanceof NumberLiteral(double value, int _)) {
      return new NumberLiteral(minus ? -value : value, token.start());
    }
    height++;
    return new Unary(minus, expr, token.start());
  }

  private Expr postfix() {
    var expr = primary();
    while (true) {
      switch (tokens.peek().kind()) {
        case OFFSET -> expr = selectors.offset(expr);
        case AT -> expr = selectors.at(expr);
        case LEFT_BRACKET -> {
          expr = selectors.range(expr);
          checkDepth(++height);
        }
        default -> {
          return expr;
        }
      }
    }
  }

  private Expr primary() {
    height = depth;
    var token = tokens.peek();
    if (token.kind().isMetricName()) {
      return word(tokens.next());
    }
    return switch (token.kind()) {
      case NUMBER -> new NumberLiteral(selectors.number(tokens.next()), token.start());
      case STRING -> new StringLiteral(Quotes.unquote(tokens.next().text()), token.start());
      case LEFT_BRACE -> selectors.unnamed();
      case LEFT_PAREN -> {
        tokens.next();
        var inner = expression(0);
        if (!tokens.take(Kind.RIGHT_PAREN)) {
          throw tokens.unexpected(context, "");
        }
        yield new Paren(inner, token.start());
      }
      default -> throw tokens.unexpected(context, "");
    };
  }

  private Expr word(Token word) {
    if (word.kind().isAggregation()
        && (tokens.at(Kind.LEFT_PAREN) || tokens.at(Kind.BY) || tokens.at(Kind.WITHOUT))) {
      return aggregate(word);
    }
    if (!word.is(Kind.IDENTIFIER) || !tokens.at(Kind.LEFT_PAREN)) {
      return selectors.named(word);
    }
    var arguments = arguments();
    var signature = Signature.of(word.text());
    if (signature == null) {
      throw tokens.wrong(word.start(), "unknown function with name " + Texts.quote(word.text()));
    }
    return new Call(signature, arguments, word.start());
  }

  private List<Expr> arguments() {
    if (!tokens.take(Kind.LEFT_PAREN)) {
      throw tokens.unexpected(context, "");
    }
    var arguments = new ArrayList<Expr>();
    int high = depth;
    while (!tokens.take(Kind.RIGHT_PAREN)) {
      if (!arguments.isEmpty()) {
        if (!tokens.at(Kind.COMMA)) {
          throw tokens.unexpected(context, "");
        }
        int comma = tokens.next().start();
        if (tokens.at(Kind.RIGHT_PAREN)) {
          throw tokens.wrong(comma, "trailing commas not allowed in function call args");
        }
      }
      arguments.add(expression(0));
      high = Math.max(high, height);
    }
    height = high;
    return arguments;
  }

  private Expr aggregate(Token name) {
    String outer = context;
    context = "aggregation";
    boolean first = !tokens.at(Kind.LEFT_PAREN);
    boolean without = first && tokens.next().is(Kind.WITHOUT);
    var grouping = first ? labelList() : List.<String>of();
    var arguments = arguments();
    if (!first && (tokens.at(Kind.BY) || tokens.at(Kind.WITHOUT))) {
      without = tokens.next().is(Kind.WITHOUT);
      grouping = labelList();
    }
    context = outer;
    var op = Aggregation.of(name.kind());
    int expected = op.hasParameter() ? 2 : 1;
    if (arguments.isEmpty()) {
      throw tokens.wrong(name.start(), "no arguments for aggregate expression provided");
    }
    if (arguments.size() != expected) {
      throw tokens.wrong(
          name.start(),
          "wrong number of arguments for aggregate expression provided, expected "
              + expected
              + ", got "
              + arguments.size());
    }
    @Nullable Expr parameter = expected == 2 ? arguments.getFirst() : null;
    return new Aggregate(op, arguments.getLast(), parameter, grouping, without, name.start());
  }
}
