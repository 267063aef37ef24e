package io.aramaki.monitoring.domain.promql.syntax;

import java.util.List;

/// How series of two vectors find each other.
///
/// @param on whether only `labels` must be equal, and not all but `labels`
/// @param labels what `on` or `ignoring` names
/// @param include labels that the side of which there is one gives to the result
public record Matching(Side many, boolean on, List<String> labels, List<String> include) {
  /// At which side several series may match the same one.
  public enum Side {
    NONE,
    LEFT,
    RIGHT
  }

  public Matching {
    labels = List.copyOf(labels);
    include = List.copyOf(include);
  }
}
