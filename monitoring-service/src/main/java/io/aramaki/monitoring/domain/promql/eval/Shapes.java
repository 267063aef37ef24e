package io.aramaki.monitoring.domain.promql.eval;

import io.aramaki.monitoring.domain.promql.select.Matcher;
import io.aramaki.monitoring.domain.promql.syntax.Aggregation;
import io.aramaki.monitoring.domain.promql.syntax.At;
import io.aramaki.monitoring.domain.promql.syntax.Expr;
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
import io.aramaki.monitoring.domain.promql.syntax.Operator;
import io.aramaki.monitoring.domain.promql.value.Labels;
import java.util.HashSet;
import java.util.LinkedHashMap;

/// What can be said of an expression before it is evaluated.
final class Shapes {
  private Shapes() {}

  /// Tells whether it results in the same at each step, because its selectors say at which time.
  static boolean isInvariant(Expr expr) {
    return switch (expr) {
      case NumberLiteral _, StringLiteral _ -> true;
      case VectorSelector s -> !(s.at() instanceof At.Step);
      case MatrixSelector m -> !(m.selector().at() instanceof At.Step);
      case Subquery q -> !(q.at() instanceof At.Step);
      case Call c ->
          !c.function().dependsOnStep() && c.arguments().stream().allMatch(Shapes::isInvariant);
      case Aggregate a -> isInvariant(a.expr());
      case Binary b -> isInvariant(b.left()) && isInvariant(b.right());
      case Unary u -> isInvariant(u.expr());
      case Paren p -> isInvariant(p.expr());
    };
  }

  /// Tells whether its series stay different when they lose the metric's name. Where they may not,
  /// all of them must be kept to compare.
  static boolean isDistinctWithoutName(Expr expr) {
    return switch (expr) {
      case NumberLiteral _, StringLiteral _ -> true;
      case VectorSelector s -> hasOneName(s);
      case MatrixSelector m -> hasOneName(m.selector());
      case Subquery q -> isDistinctWithoutName(q.expr());
      case Call c -> isDistinctWithoutName(c);
      case Aggregate a ->
          (a.op() == Aggregation.TOPK || a.op() == Aggregation.BOTTOMK)
              ? isDistinctWithoutName(a.expr())
              : a.without() || !a.grouping().contains(Labels.NAME);
      case Binary b -> isDistinctWithoutName(b);
      case Unary u -> u.minus() || isDistinctWithoutName(u.expr());
      case Paren p -> isDistinctWithoutName(p.expr());
    };
  }

  private static boolean isDistinctWithoutName(Call call) {
    return switch (call.function().name()) {
      case "label_replace", "label_join" -> false;
      case "last_over_time", "sort", "sort_desc" ->
          isDistinctWithoutName(call.arguments().getFirst());
      default -> true;
    };
  }

  private static boolean isDistinctWithoutName(Binary binary) {
    if (binary.op() == Operator.OR || !binary.matching().include().isEmpty()) {
      return false;
    }
    return binary.op().dropsName()
        || binary.bool()
        || (isDistinctWithoutName(binary.left()) && isDistinctWithoutName(binary.right()));
  }

  private static boolean hasOneName(VectorSelector selector) {
    return selector.matchers().stream()
        .anyMatch(m ->
            m.name().equals(Labels.NAME) && m.op() == Matcher.Op.EQUAL && !m.value().isEmpty());
  }

  /// Tells whether the order of its series in an instant query means something.
  static boolean isOrdered(Expr expr) {
    return switch (expr.bare()) {
      case Aggregate a -> a.op() == Aggregation.TOPK || a.op() == Aggregation.BOTTOMK;
      case Call c -> c.function().name().startsWith("sort");
      default -> false;
    };
  }

  /// The labels that `absent` knows of what is absent: those that must be equal to something.
  static Labels absentLabels(Expr expr) {
    var selector =
        switch (expr.bare()) {
          case VectorSelector s -> s;
          case MatrixSelector m -> m.selector();
          default -> null;
        };
    if (selector == null) {
      return Labels.EMPTY;
    }
    var labels = new LinkedHashMap<String, String>();
    var seen = new HashSet<String>();
    for (var matcher : selector.matchers()) {
      if (matcher.name().equals(Labels.NAME)) {
        continue;
      }
      if (matcher.op() == Matcher.Op.EQUAL && seen.add(matcher.name())) {
        labels.put(matcher.name(), matcher.value());
      } else {
        labels.remove(matcher.name());
      }
    }
    return Labels.of(labels);
  }
}
