package io.aramaki.kit.page;

/// How many results one page of a list holds at most.
///
/// @param value between 1 and [#MAX]
public record PageSize(int value) {
  public static final int DEFAULT = 50;
  public static final int MAX = 1000;

  public PageSize {
    if (value < 1 || value > MAX) {
      throw new IllegalArgumentException("page size must be 1 to " + MAX + ", was " + value);
    }
  }

  /// Reads what a caller asked for: 0 means [#DEFAULT], more than [#MAX] is coerced to it.
  ///
  /// @throws IllegalArgumentException if it is negative
  public static PageSize of(int requested) {
    if (requested < 0) {
      throw new IllegalArgumentException("page_size must not be negative, was " + requested);
    }
    return new PageSize(requested == 0 ? DEFAULT : Math.min(requested, MAX));
  }
}
