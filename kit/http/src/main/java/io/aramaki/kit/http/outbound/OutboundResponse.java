package io.aramaki.kit.http.outbound;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// An answer.
///
/// @param status the HTTP status
/// @param headers by lower-case name; of several values the first
/// @param body UTF-8, cut at the client's limit
public record OutboundResponse(int status, Map<String, String> headers, String body) {
  public OutboundResponse {
    headers = Map.copyOf(headers);
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }
}
