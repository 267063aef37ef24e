package io.aramaki.inventory.grpc;

import io.aramaki.inventory.domain.Page;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;

/// Pages of what the caller may see: reads on behind what is hidden until a page is full, or until
/// enough was read. A page may thus be shorter than asked for, and empty, with more behind it.
public final class VisiblePages {
  private static final int READS_MAX = 20;

  private VisiblePages() {}

  /// Answers a page.
  ///
  /// @param after behind which key it begins
  /// @param read reads so many behind a key
  /// @param key the key of an item, in the order of the list
  public static <T> Page<T> read(
      Optional<String> after,
      int size,
      BiFunction<Optional<String>, Integer, Page<T>> read,
      Predicate<T> visible,
      Function<T, String> key) {
    var items = new ArrayList<T>();
    Optional<String> from = after;
    for (int reads = 0; reads < READS_MAX; reads++) {
      Page<T> page = read.apply(from, size);
      for (T item : page.items()) {
        if (visible.test(item)) {
          if (items.size() == size) {
            return new Page<>(items, Optional.of(key.apply(items.getLast())));
          }
          items.add(item);
        }
      }
      if (page.next().isEmpty()) {
        return new Page<>(items, Optional.empty());
      }
      from = page.next();
    }
    return new Page<>(items, from);
  }
}
