package io.aramaki.kit.grpc;

import io.aramaki.kit.grpc.error.Errors;
import io.aramaki.kit.grpc.error.Refusal;
import io.aramaki.kit.page.PageSize;
import io.aramaki.kit.page.PageToken;
import java.util.List;
import java.util.Optional;

/// Reads the paging fields of list requests (AIP-158), with the same refusals in all services.
public final class Pages {
  /// The reason for a negative size.
  public static final String INVALID_SIZE = "INVALID_PAGE_SIZE";

  /// The reason for a token that this list did not give out.
  public static final String INVALID_TOKEN = "INVALID_PAGE_TOKEN";

  private Pages() {}

  /// Answers how many results to return.
  ///
  /// @throws Refusal `INVALID_ARGUMENT`, reason `INVALID_PAGE_SIZE`
  public static int size(int pageSize) {
    try {
      return PageSize.of(pageSize).value();
    } catch (IllegalArgumentException e) {
      throw Errors.invalid(INVALID_SIZE, "page_size", String.valueOf(e.getMessage()));
    }
  }

  /// Answers the position behind which the page begins; empty for the first page.
  ///
  /// @param request all that shapes the list (parent, filter, order), the same as for [#token]
  /// @param parts how many parts a position of this list has
  /// @throws Refusal `INVALID_ARGUMENT`, reason `INVALID_PAGE_TOKEN`
  public static Optional<List<String>> after(String pageToken, String request, int parts) {
    try {
      return PageToken.parse(pageToken, request, parts).map(PageToken::position);
    } catch (IllegalArgumentException e) {
      throw Errors.invalid(INVALID_TOKEN, "page_token", String.valueOf(e.getMessage()));
    }
  }

  /// Answers the token of the page behind a position.
  ///
  /// @param request all that shapes the list (parent, filter, order)
  public static String token(String request, String... position) {
    return PageToken.at(position).text(request);
  }
}
