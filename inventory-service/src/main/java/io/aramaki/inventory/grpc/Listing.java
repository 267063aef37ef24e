package io.aramaki.inventory.grpc;

import io.aramaki.inventory.domain.InventoryException.Invalid;
import io.aramaki.inventory.domain.InventoryException.Kind;
import io.aramaki.inventory.domain.Page;
import io.aramaki.kit.grpc.Paging;
import io.aramaki.kit.page.PageToken;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;

/// Lists that are read in pages and filtered by what the caller may see.
final class Listing {
  /// The most pages that one call reads to fill its answer.
  private static final int PAGES_MAX = 20;

  private Listing() {}

  /// Reads pages until the answer is full, the end is reached, or enough was read.
  ///
  /// @param read answers the page after a key
  static <T> Paging<T> page(
      int pageSize,
      String pageToken,
      String shape,
      BiFunction<Optional<String>, Integer, Page<T>> read,
      Predicate<T> visible) {
    int size = Paging.size(pageSize);
    var after = Paging.token(pageToken, shape, 1).map(token -> token.position().getFirst());
    var items = new ArrayList<T>();
    for (int pages = 0; pages < PAGES_MAX; pages++) {
      var page = read.apply(after, size - items.size());
      page.items().stream().filter(visible).forEach(items::add);
      after = page.next();
      if (after.isEmpty()) {
        return new Paging<>(items, "");
      }
      if (items.size() == size) {
        break;
      }
    }
    return new Paging<>(items, after.map(key -> PageToken.at(key).text(shape)).orElse(""));
  }

  /// An id that a caller chose.
  static <T> T id(Kind about, String field, String value, Function<String, T> make) {
    try {
      return make.apply(value);
    } catch (IllegalArgumentException e) {
      throw new Invalid(about, field, String.valueOf(e.getMessage()));
    }
  }
}
