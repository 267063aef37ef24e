package io.aramaki.kit.grpc;

import io.aramaki.kit.grpc.error.Errors;
import io.aramaki.kit.page.PageSize;
import io.aramaki.kit.page.PageToken;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A page of a list that lies in memory.
///
/// @param items at most as many as the caller asked for
/// @param nextPageToken where the next page begins; empty at the end
public record Paging<T>(List<T> items, String nextPageToken) {

  /// Cuts a page.
  ///
  /// @param all the whole list, in an order that does not change between pages
  /// @param shape what makes the list (parent, filter): a token of another shape is refused
  /// @param key identifies an item
  /// @throws io.aramaki.kit.grpc.error.Refusal `INVALID_PAGE_SIZE`, `INVALID_PAGE_TOKEN`
  public static <T> Paging<T> cut(
      List<T> all, int pageSize, String pageToken, String shape, Function<T, String> key) {
    int size = size(pageSize);
    int from = token(pageToken, shape, 2).map(token -> after(all, token, key)).orElse(0);
    int to = Math.min(all.size(), from + size);
    var items = List.copyOf(all.subList(from, to));
    var next =
        to == all.size()
            ? ""
            : PageToken.at(key.apply(items.getLast()), Integer.toString(to)).text(shape);
    return new Paging<>(items, next);
  }

  /// Cuts a page of a list whose items move while somebody turns its pages: what stands behind the
  /// page before comes next, so nothing that stays is passed over.
  ///
  /// @param items in any order; the list has them in the order of their places
  /// @param shape what makes the list (parent, filter): a token of another shape is refused
  /// @param place where an item stands now; no two are at one place
  /// @throws io.aramaki.kit.grpc.error.Refusal `INVALID_PAGE_SIZE`, `INVALID_PAGE_TOKEN`
  public static <T> Paging<T> ordered(
      List<T> items, int pageSize, String pageToken, String shape, Function<T, String> place) {
    int size = size(pageSize);
    var after = token(pageToken, shape, 1).map(token -> token.position().getFirst()).orElse("");
    var rest =
        items.stream()
            .filter(item -> place.apply(item).compareTo(after) > 0)
            .sorted(Comparator.comparing(place))
            .toList();
    var page = rest.subList(0, Math.min(size, rest.size()));
    var next =
        page.size() == rest.size() ? "" : PageToken.at(place.apply(page.getLast())).text(shape);
    return new Paging<>(List.copyOf(page), next);
  }

  /// How many items the caller wants.
  ///
  /// @throws io.aramaki.kit.grpc.error.Refusal `INVALID_PAGE_SIZE`
  public static int size(int pageSize) {
    try {
      return PageSize.of(pageSize).value();
    } catch (IllegalArgumentException e) {
      throw Errors.invalid("INVALID_PAGE_SIZE", "page_size", String.valueOf(e.getMessage()));
    }
  }

  /// Where the page begins; empty for the first.
  ///
  /// @param parts how many parts a position of this list has
  /// @throws io.aramaki.kit.grpc.error.Refusal `INVALID_PAGE_TOKEN`
  public static Optional<PageToken> token(String text, String shape, int parts) {
    try {
      return PageToken.parse(text, shape, parts);
    } catch (IllegalArgumentException e) {
      throw Errors.invalid("INVALID_PAGE_TOKEN", "page_token", String.valueOf(e.getMessage()));
    }
  }

  /// The place after the item that ended the page before. If it is gone by now, the place where the
  /// page ended, so that a list never begins anew.
  private static <T> int after(List<T> all, PageToken token, Function<T, String> key) {
    String last = token.position().getFirst();
    for (int i = 0; i < all.size(); i++) {
      if (key.apply(all.get(i)).equals(last)) {
        return i + 1;
      }
    }
    return Math.min(all.size(), Integer.parseInt(token.position().getLast()));
  }
}
