package io.aramaki.inventory.grpc;

import io.aramaki.kit.grpc.Paging;
import io.aramaki.kit.grpc.error.Errors;
import io.aramaki.kit.grpc.error.Refusal;
import io.aramaki.kit.page.PageToken;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Reads and writes page tokens.
public final class Tokens {
  private Tokens() {}

  /// Answers the id behind which the page begins; empty for the first page.
  ///
  /// @param shape what makes the list: a token of another list is refused
  public static <T> Optional<T> after(String token, String shape, Function<String, T> make) {
    return position(token, shape, 1).map(parts -> parse(parts.getFirst(), make));
  }

  /// Answers the position behind which the page begins; empty for the first page.
  ///
  /// @param parts how many parts a position of this list has
  public static Optional<List<String>> position(String token, String shape, int parts) {
    return Paging.token(token, shape, parts).map(PageToken::position);
  }

  /// Answers the token of the page behind an id; empty text at the end.
  public static String next(Optional<String> next, String shape) {
    return next.map(id -> PageToken.at(id).text(shape)).orElse("");
  }

  /// The refusal of a token whose parts mean nothing here.
  public static Refusal foreign() {
    return Errors.invalid("INVALID_PAGE_TOKEN", "page_token", "is not one of this list");
  }

  private static <T> T parse(String part, Function<String, T> make) {
    try {
      return make.apply(part);
    } catch (IllegalArgumentException _) {
      throw foreign();
    }
  }
}
