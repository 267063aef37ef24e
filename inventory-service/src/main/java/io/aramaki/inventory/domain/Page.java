package io.aramaki.inventory.domain;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// One page of a list.
///
/// @param items at most as many as were asked for
/// @param next where the next page begins, after which key; empty at the end
public record Page<T>(List<T> items, Optional<String> next) {
  public Page {
    items = List.copyOf(items);
  }

  /// Cuts a page of `size` out of `size + 1` rows that were read.
  public static <T> Page<T> cut(List<T> rows, int size, Function<T, String> key) {
    if (rows.size() <= size) {
      return new Page<>(rows, Optional.empty());
    }
    List<T> items = rows.subList(0, size);
    return new Page<>(items, Optional.of(key.apply(items.getLast())));
  }
}
