package io.aramaki.monitoring.domain.promql.syntax;

import io.aramaki.monitoring.domain.promql.select.Matcher;
import io.aramaki.monitoring.domain.promql.syntax.Expr.Aggregate;
import io.aramaki.monitoring.domain.promql.syntax.Expr.Binary;
import io.aramaki.monitoring.domain.promql.syntax.Expr.Call;
import io.aramaki.monitoring.domain.promql.syntax.Expr.MatrixSelector;
import io.aramaki.monitoring.domain.promql.syntax.Expr.NumberLiteral;
import io.aramaki.monitoring.domain.promql.syntax.Expr.Paren;
import io.aramaki.monitoring.domain.promql.syntax.Expr.StringLiteral;
import io.aramaki.monitoring.domain.promql.syntax.Expr.Subquery;
import io.aramaki.monitoring.domain.promql.syntax.Expr.Unary;
import io.aramaki.monitoring.domain.promql.syntax.Expr.VectorSelector;
import io.aramaki.monitoring.domain.promql.value.Labels;
import io.aramaki.monitoring.domain.promql.value.QueryException;
import io.aramaki.monitoring.domain.promql.value.Texts;
import java.util.List;

/// Checks that the parts of a query fit together. Inner parts are checked before outer ones.
final class TypeCheck {
  private static final String ONLY_VECTORS =
      "binary expression must contain only scalar and instant vector types";

  private final String query;

  TypeCheck(String query) {
    this.query = query;
  }

  void check(Expr expr) {
    switch (expr) {
      case NumberLiteral _, StringLiteral _ -> {}
      case VectorSelector selector -> checkSelector(selector);
      case MatrixSelector matrix -> checkSelector(matrix.selector());
      case Subquery subquery -> checkSubquery(subquery);
      case Call call -> checkCall(call);
      case Aggregate aggregate -> checkAggregate(aggregate);
      case Binary binary -> checkBinary(binary);
      case Unary unary -> checkUnary(unary);
      case Paren paren -> check(paren.expr());
    }
  }

  private void expect(Expr expr, ValueType wanted, String context) {
    check(expr);
    if (expr.type() != wanted) {
      throw wrong(
          expr.start(),
          "expected type "
              + wanted.documented()
              + " in "
              + context
              + ", got "
              + expr.type().documented());
    }
  }

  private void checkSelector(VectorSelector selector) {
    var matchers = selector.matchers();
    if (selector.name().isEmpty()) {
      if (matchers.stream().allMatch(matcher -> matcher.matches(""))) {
        throw wrong(
            selector.start(), "vector selector must contain at least one non-empty matcher");
      }
      return;
    }
    for (Matcher matcher : matchers.subList(0, matchers.size() - 1)) {
      if (matcher.name().equals(Labels.NAME)) {
        throw wrong(
            selector.start(),
            "metric name must not be set twice: "
                + Texts.quote(selector.name())
                + " or "
                + Texts.quote(matcher.value()));
      }
    }
  }

  private void checkSubquery(Subquery subquery) {
    check(subquery.expr());
    if (subquery.expr().type() != ValueType.VECTOR) {
      throw wrong(
          subquery.start(),
          "subquery is only allowed on instant vector, got "
              + subquery.expr().type().plain()
              + " instead");
    }
  }

  private void checkUnary(Unary unary) {
    check(unary.expr());
    if (!isPlain(unary.type())) {
      throw wrong(
          unary.start(),
          "unary expression only allowed on expressions of type scalar or instant vector, got "
              + Texts.quote(unary.type().documented()));
    }
  }

  private void checkAggregate(Aggregate aggregate) {
    expect(aggregate.expr(), ValueType.VECTOR, "aggregation expression");
    var parameter = aggregate.parameter();
    if (parameter != null) {
      expect(
          parameter,
          aggregate.op() == Aggregation.COUNT_VALUES ? ValueType.STRING : ValueType.SCALAR,
          "aggregation parameter");
    }
  }

  private void checkCall(Call call) {
    var function = call.function();
    List<ValueType> types = function.arguments();
    String in = "in call to " + Texts.quote(function.name()) + ", got " + call.arguments().size();
    int given = call.arguments().size();
    if (function.extra() == 0 && given != types.size()) {
      throw wrong(call.start(), "expected " + types.size() + " argument(s) " + in);
    }
    if (function.extra() != 0) {
      int least = types.size() - 1;
      if (given < least) {
        throw wrong(call.start(), "expected at least " + least + " argument(s) " + in);
      }
      int most = least + function.extra();
      if (function.extra() > 0 && given > most) {
        throw wrong(call.start(), "expected at most " + most + " argument(s) " + in);
      }
    }
    for (int i = 0; i < given; i++) {
      expect(
          call.arguments().get(i),
          types.get(Math.min(i, types.size() - 1)),
          "call to function " + Texts.quote(function.name()));
    }
  }

  private void checkBinary(Binary binary) {
    check(binary.left());
    check(binary.right());
    var left = binary.left().type();
    var right = binary.right().type();
    var op = binary.op();
    var matching = binary.matching();
    if (binary.bool() && !op.isComparison()) {
      throw wrong(binary.operatorStart(), "bool modifier can only be used on comparison operators");
    }
    if (op.isComparison()
        && !binary.bool()
        && left == ValueType.SCALAR
        && right == ValueType.SCALAR) {
      throw wrong(binary.operatorStart(), "comparisons between scalars must use BOOL modifier");
    }
    checkMatching(binary);
    if (!isPlain(left)) {
      throw wrong(binary.left().start(), ONLY_VECTORS);
    }
    if (!isPlain(right)) {
      throw wrong(binary.right().start(), ONLY_VECTORS);
    }
    if (left != ValueType.VECTOR || right != ValueType.VECTOR) {
      if (!matching.labels().isEmpty()) {
        throw wrong(binary.start(), "vector matching only allowed between instant vectors");
      }
      if (op.isSet()) {
        throw wrong(
            binary.start(),
            "set operator " + Texts.quote(op.sign()) + " not allowed in binary scalar expression");
      }
    } else if (op.isSet() && matching.many() != Matching.Side.NONE) {
      throw wrong(
          binary.start(), "no grouping allowed for " + Texts.quote(op.sign()) + " operation");
    }
  }

  private void checkMatching(Binary binary) {
    var matching = binary.matching();
    for (String label : matching.labels()) {
      if (matching.on() && matching.include().contains(label)) {
        throw wrong(
            binary.operatorStart(),
            "label " + Texts.quote(label) + " must not occur in ON and GROUP clause at once");
      }
    }
  }

  private static boolean isPlain(ValueType type) {
    return type == ValueType.SCALAR || type == ValueType.VECTOR;
  }

  private QueryException wrong(int position, String message) {
    return QueryException.parse(query, position, message);
  }
}
