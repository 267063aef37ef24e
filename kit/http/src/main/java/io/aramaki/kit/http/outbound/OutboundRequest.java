package io.aramaki.kit.http.outbound;

import java.net.URI;
import java.util.Map;

/// A request to somebody's server.
///
/// @param method `GET`, `POST`, `PUT`, `PATCH`, `DELETE`
/// @param uri absolute, `http` or `https`
/// @param headers by name
/// @param body UTF-8; empty for none
public record OutboundRequest(String method, URI uri, Map<String, String> headers, String body) {
  public OutboundRequest {
    headers = Map.copyOf(headers);
    var scheme = uri.getScheme();
    if (!"http".equals(scheme) && !"https".equals(scheme)) {
      throw new IllegalArgumentException(
          "\"%s\" is no web address (expected: http or https)".formatted(uri));
    }
  }

  /// Headers may hold credentials.
  @Override
  public String toString() {
    return method + " " + uri;
  }
}
