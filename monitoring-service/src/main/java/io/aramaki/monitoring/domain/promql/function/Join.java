package io.aramaki.monitoring.domain.promql.function;

import io.aramaki.monitoring.domain.promql.value.Labels;
import io.aramaki.monitoring.domain.promql.value.QueryException;
import java.util.List;
import java.util.stream.Collectors;

/// Sets a label from several others, which `label_join` does.
///
/// @param sources whose values are joined
public record Join(String target, String separator, List<String> sources) {
  public Join {
    sources = List.copyOf(sources);
    for (String source : sources) {
      if (!LabelNames.isValid(source)) {
        throw QueryException.execution("invalid source label name in label_join(): " + source);
      }
    }
    if (!LabelNames.isValid(target)) {
      throw QueryException.execution("invalid destination label name in label_join(): " + target);
    }
  }

  /// Reads what the function was given.
  ///
  /// @param arguments target, separator and sources
  public static Join of(List<String> arguments) {
    return new Join(arguments.get(0), arguments.get(1), arguments.subList(2, arguments.size()));
  }

  public Labels apply(Labels labels) {
    return labels.with(
        target, sources.stream().map(labels::get).collect(Collectors.joining(separator)));
  }
}
