package io.aramaki.monitoring.domain.promql.syntax;

import static io.aramaki.monitoring.domain.promql.syntax.ValueType.MATRIX;
import static io.aramaki.monitoring.domain.promql.syntax.ValueType.SCALAR;
import static io.aramaki.monitoring.domain.promql.syntax.ValueType.STRING;
import static io.aramaki.monitoring.domain.promql.syntax.ValueType.VECTOR;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a function takes and results in.
///
/// @param arguments their types; with `extra` the last may be missing or repeated
/// @param extra how many arguments there may be beyond all but the last, -1 for any number
public record Signature(String name, List<ValueType> arguments, int extra, ValueType result) {
  private static final Map<String, Signature> ALL =
      Stream.of(
              Stream.of(
                      "absent abs acos acosh asin asinh atan atanh ceil cos cosh deg exp floor"
                          + " histogram_count histogram_sum ln log10 log2 rad sgn sin sinh sort"
                          + " sort_desc sqrt tan tanh timestamp")
                  .flatMap(names -> each(names, VECTOR)),
              each(
                  "absent_over_time avg_over_time changes count_over_time delta deriv idelta"
                      + " increase irate last_over_time max_over_time min_over_time"
                      + " present_over_time rate resets stddev_over_time stdvar_over_time"
                      + " sum_over_time",
                  MATRIX),
              Stream.of(
                      "days_in_month",
                      "day_of_month",
                      "day_of_week",
                      "day_of_year",
                      "hour",
                      "minute",
                      "month",
                      "year")
                  .map(name -> new Signature(name, List.of(VECTOR), 1, VECTOR)),
              others())
          .flatMap(signatures -> signatures)
          .collect(Collectors.toUnmodifiableMap(Signature::name, signature -> signature));

  public Signature {
    arguments = List.copyOf(arguments);
  }

  private static Stream<Signature> each(String names, ValueType argument) {
    return Stream.of(names.split(" ", -1))
        .map(name -> new Signature(name, List.of(argument), 0, VECTOR));
  }

  private static Stream<Signature> others() {
    return Stream.of(
        new Signature("clamp", List.of(VECTOR, SCALAR, SCALAR), 0, VECTOR),
        new Signature("clamp_max", List.of(VECTOR, SCALAR), 0, VECTOR),
        new Signature("clamp_min", List.of(VECTOR, SCALAR), 0, VECTOR),
        new Signature("histogram_fraction", List.of(SCALAR, SCALAR, VECTOR), 0, VECTOR),
        new Signature("histogram_quantile", List.of(SCALAR, VECTOR), 0, VECTOR),
        new Signature("holt_winters", List.of(MATRIX, SCALAR, SCALAR), 0, VECTOR),
        new Signature("label_join", List.of(VECTOR, STRING, STRING, STRING), -1, VECTOR),
        new Signature("label_replace", List.of(VECTOR, STRING, STRING, STRING, STRING), 0, VECTOR),
        new Signature("pi", List.of(), 0, SCALAR),
        new Signature("predict_linear", List.of(MATRIX, SCALAR), 0, VECTOR),
        new Signature("quantile_over_time", List.of(SCALAR, MATRIX), 0, VECTOR),
        new Signature("round", List.of(VECTOR, SCALAR), 1, VECTOR),
        new Signature("scalar", List.of(VECTOR), 0, SCALAR),
        new Signature("time", List.of(), 0, SCALAR),
        new Signature("vector", List.of(SCALAR), 0, VECTOR));
  }

  /// The function of a name, or null if there is none.
  static @Nullable Signature of(String name) {
    return ALL.get(name);
  }

  /// All functions that there are.
  public static List<Signature> all() {
    return List.copyOf(ALL.values());
  }

  /// Tells whether its result depends on the time of the step even if its arguments do not.
  public boolean dependsOnStep() {
    return switch (name) {
      case "days_in_month",
          "day_of_month",
          "day_of_week",
          "day_of_year",
          "hour",
          "minute",
          "month",
          "year",
          "predict_linear",
          "time",
          "timestamp" ->
          true;
      default -> false;
    };
  }
}
