package io.aramaki.monitoring.domain.promql.select;

import java.util.List;

/// What one selector of a query asks a source for.
///
/// @param matchers all of which a series must match
/// @param start of the time, included, in milliseconds since the epoch
/// @param end of the time, included
/// @param hints what the samples are for; a source may leave them unread
public record Selection(List<Matcher> matchers, long start, long end, Hints hints) {
  public Selection {
    matchers = List.copyOf(matchers);
  }

  /// What is done with the samples.
  ///
  /// @param step milliseconds between the times of evaluation
  /// @param range length of the window in milliseconds, 0 if only the newest sample counts
  /// @param function the function or aggregation right around the selector, empty if none
  /// @param by whether the aggregation keeps the labels of `grouping`, and not the others
  /// @param grouping the labels that the aggregation names
  public record Hints(long step, long range, String function, boolean by, List<String> grouping) {
    public Hints {
      grouping = List.copyOf(grouping);
    }

    /// Hints that name a function over windows and say nothing else.
    ///
    /// @param function empty if none
    public static Hints overTime(String function) {
      return new Hints(0, function.isEmpty() ? 0 : 1, function, false, List.of());
    }

    /// The function over windows that reads the samples, empty if none.
    public String overTime() {
      return range > 0 ? function : "";
    }
  }
}
