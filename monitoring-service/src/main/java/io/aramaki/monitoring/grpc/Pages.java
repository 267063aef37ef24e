package io.aramaki.monitoring.grpc;

import io.aramaki.kit.page.PageSize;
import io.aramaki.kit.page.PageToken;
import io.aramaki.monitoring.domain.MonitoringException.InvalidArgument;
import io.aramaki.monitoring.domain.MonitoringException.InvalidPageToken;
import java.util.List;
import java.util.Optional;

/// Sizes and tokens of pages, refused in this service's words.
final class Pages {
  private Pages() {}

  static int size(int requested) {
    try {
      return PageSize.of(requested).value();
    } catch (IllegalArgumentException e) {
      throw new InvalidArgument(String.valueOf(e.getMessage()));
    }
  }

  /// The position after which to begin; empty for the first page.
  ///
  /// @param request all that shapes the list
  static Optional<List<String>> after(String token, String request, int parts) {
    try {
      return PageToken.parse(token, request, parts).map(PageToken::position);
    } catch (IllegalArgumentException e) {
      throw new InvalidPageToken(String.valueOf(e.getMessage()));
    }
  }

  static String token(String request, String... position) {
    return PageToken.at(position).text(request);
  }
}
