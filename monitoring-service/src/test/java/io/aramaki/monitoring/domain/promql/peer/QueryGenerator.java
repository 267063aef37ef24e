package io.aramaki.monitoring.domain.promql.peer;

import java.util.Random;

/// Makes queries from a seed: well typed for the most part, and over metrics that exist.
///
/// It does not ask which of equal values `topk` takes out of what an operator made: in a range
/// query Prometheus itself answers differently each time. Functions whose last bit depends on the
/// library come last and remainders first, since differences between nearly equal values would make
/// much of that bit.
public final class QueryGenerator {
  private static final String[] SELECTORS = {
    "http_requests_total",
    "http_errors_total",
    "http_requests_total{method=\"get\"}",
    "http_errors_total{code=~\"5.*\"}",
    "memory_bytes",
    "memory_bytes{job!=\"db\"}",
    "temperature",
    "late",
    "short",
    "special",
    "levels",
    "fraction",
    "build_info",
    "method_weight",
    "role",
    "latency_seconds_bucket",
    "{__name__=~\"twin_a|twin_b\"}",
    "twin_c",
    "nothing",
    "epoch_seconds",
    "{job=\"db\",__name__!~\"http.*\"}"
  };
  private static final String[] LABELS = {
    "job", "instance", "method", "code", "room", "le", "none", "version", "x", "kind", "level"
  };
  private static final String[] DURATIONS = {"30s", "1m", "90s", "5m", "7m13s", "10m", "30m", "1h"};
  private static final String[] STEPS = {"", "15s", "30s", "1m", "77s", "5m"};
  private static final String[] NUMBERS = {
    "0", "1", "2", "-1", "0.5", "1e6", "-3.5", "10", "Inf", "NaN"
  };
  private static final String[] WINDOW_FUNCTIONS = {
    "avg_over_time",
    "min_over_time",
    "max_over_time",
    "sum_over_time",
    "count_over_time",
    "stddev_over_time",
    "stdvar_over_time",
    "last_over_time",
    "present_over_time",
    "rate",
    "irate",
    "increase",
    "delta",
    "idelta",
    "deriv",
    "changes",
    "resets",
    "absent_over_time"
  };
  private static final String[] FUNCTIONS = {
    "abs",
    "ceil",
    "floor",
    "sqrt",
    "sgn",
    "deg",
    "rad",
    "timestamp",
    "absent",
    "sort",
    "hour",
    "minute",
    "day_of_week",
    "day_of_month",
    "days_in_month",
    "month",
    "year",
    "day_of_year"
  };
  private static final String[] AGGREGATIONS = {
    "sum", "avg", "min", "max", "count", "group", "stddev", "stdvar"
  };
  private static final String[] INEXACT = {
    "exp", "ln", "log2", "log10", "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh",
    "tanh", "asinh", "acosh", "atanh"
  };
  private static final String[] ARITHMETIC = {"+", "-", "*", "/"};
  private static final String[] COMPARISONS = {"==", "!=", ">", "<", ">=", "<="};
  private static final String[] SETS = {"and", "or", "unless"};

  private final Random random;

  public QueryGenerator(long seed) {
    random = new Random(seed);
  }

  /// A number from 0 to below a bound.
  public int below(int bound) {
    return random.nextInt(bound);
  }

  /// The next query.
  public String next() {
    int depth = 1 + below(4);
    return switch (below(20)) {
      case 0, 1 -> scalar(depth);
      case 2, 3 -> pick(INEXACT) + "(" + vector(depth) + ")";
      case 4 -> "(" + vector(depth) + ") " + pick("^", "atan2") + " " + scalar(1);
      default -> vector(depth);
    };
  }

  private String pick(String... choices) {
    return choices[below(choices.length)];
  }

  private String selector() {
    return pick(SELECTORS) + modifier();
  }

  private String modifier() {
    return switch (below(12)) {
      case 0 -> " offset " + pick(DURATIONS);
      case 1 -> " offset -" + pick(DURATIONS);
      case 2 -> " @ " + (DataSet.START / 1000 + below(7_200));
      case 3 -> pick(" @ start()", " @ end()", " @ end() offset 5m");
      default -> "";
    };
  }

  private String vector(int depth) {
    if (depth <= 0) {
      return selector();
    }
    return switch (below(14)) {
      case 0, 1 -> pick(WINDOW_FUNCTIONS) + "(" + matrix(depth - 1) + ")";
      case 2 -> function(depth - 1);
      case 3, 4 -> pick(AGGREGATIONS) + grouping() + "(" + vector(depth - 1) + ")";
      case 5 -> ranked();
      case 6 -> withScalar(depth - 1);
      case 7, 8 -> between(depth - 1);
      case 9 -> vector(depth - 1) + " " + pick(SETS) + matching() + vector(depth - 1);
      case 10 -> windowWithNumbers(depth - 1);
      case 11 -> rare(depth - 1);
      case 12 -> pick("-", "", "+") + "(" + vector(depth - 1) + ")";
      default -> selector();
    };
  }

  private String matrix(int depth) {
    if (depth > 0 && below(3) == 0) {
      return "("
          + vector(depth - 1)
          + ")["
          + pick(DURATIONS)
          + ":"
          + pick(STEPS)
          + "]"
          + modifier();
    }
    return pick(SELECTORS) + "[" + pick(DURATIONS) + "]" + modifier();
  }

  private String function(int depth) {
    return pick(FUNCTIONS) + "(" + vector(depth) + ")";
  }

  private String grouping() {
    return switch (below(4)) {
      case 0 -> "";
      case 1 -> " without (" + pick(LABELS) + ", " + pick(LABELS) + ") ";
      default -> " by (" + pick(LABELS) + ", " + pick(LABELS) + ") ";
    };
  }

  private String ranked() {
    String values =
        pick(
            "rate(http_requests_total[5m])",
            "memory_bytes",
            "temperature",
            "avg_over_time(temperature[10m])");
    return pick("topk", "bottomk") + grouping() + "(" + below(4) + ", " + values + ")";
  }

  private String withScalar(int depth) {
    String operator = operator();
    return below(2) == 0
        ? "(" + vector(depth) + ") " + operator + " " + scalar(depth)
        : scalar(depth) + " " + operator + " (" + vector(depth) + ")";
  }

  private String operator() {
    return below(3) == 0 ? pick(COMPARISONS) + pick("", " bool") : pick(ARITHMETIC);
  }

  private String between(int depth) {
    String left = vector(depth);
    String right = below(3) == 0 ? left : vector(depth);
    String group = "";
    String on = matching();
    if (!on.isBlank() && below(2) == 0) {
      group = pick("group_left() ", "group_right() ", "group_left(version) ", "group_right(job) ");
    }
    return "(" + left + ") " + operator() + on + group + "(" + right + ")";
  }

  private String matching() {
    return switch (below(4)) {
      case 0 -> " on(" + pick(LABELS) + ") ";
      case 1 -> " ignoring(" + pick(LABELS) + ", " + pick(LABELS) + ") ";
      case 2 -> " on(instance, method, code) ";
      default -> " ";
    };
  }

  private String windowWithNumbers(int depth) {
    return switch (below(3)) {
      case 0 -> "quantile_over_time(" + scalar(depth) + ", " + matrix(depth) + ")";
      case 1 -> "predict_linear(" + matrix(depth) + ", " + scalar(depth) + ")";
      default ->
          "holt_winters(" + matrix(depth) + ", 0." + (1 + below(9)) + ", 0." + below(10) + ")";
    };
  }

  private String rare(int depth) {
    return switch (below(8)) {
      case 7 -> selector() + " % " + pick("3", "0.5", "-7", "0", "1e5");
      case 0 -> "histogram_quantile(" + scalar(0) + ", " + vector(depth) + ")";
      case 1 -> "label_replace(" + vector(depth) + ", \"job\", \"$1\", \"instance\", \"host(.*)\")";
      case 2 ->
          "label_join(" + vector(depth) + ", \"x\", \"-\", \"job\", \"" + pick(LABELS) + "\")";
      case 3 -> "clamp(" + vector(depth) + ", " + scalar(depth) + ", " + scalar(depth) + ")";
      case 4 -> "round(" + vector(depth) + ", " + scalar(0) + ")";
      case 5 -> "quantile" + grouping() + "(" + scalar(depth) + ", " + vector(depth) + ")";
      default -> "count_values" + grouping() + "(\"v\", " + pick(SELECTORS) + ")";
    };
  }

  private String scalar(int depth) {
    if (depth <= 0) {
      return pick(NUMBERS);
    }
    return switch (below(6)) {
      case 0 -> "time()";
      case 1 -> "scalar(" + vector(depth - 1) + ")";
      case 2 -> "(" + scalar(depth - 1) + " " + pick(ARITHMETIC) + " " + scalar(depth - 1) + ")";
      case 3 ->
          "(" + scalar(depth - 1) + " " + pick(COMPARISONS) + " bool " + scalar(depth - 1) + ")";
      default -> pick(NUMBERS);
    };
  }
}
