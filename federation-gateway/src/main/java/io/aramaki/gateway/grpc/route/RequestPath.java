package io.aramaki.gateway.grpc.route;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The path of a request, taken apart: its segments, decoded one by one so that an encoded slash
/// stays within its segment, and the verb behind the last colon.
///
/// @param segments what is between the slashes
/// @param verb what is behind the last colon of the last segment; empty if there is none
record RequestPath(List<String> segments, String verb) {

  RequestPath {
    segments = List.copyOf(segments);
  }

  /// Reads the path of a request.
  ///
  /// @param raw as it came, percent-encoded, without the query
  static RequestPath parse(String raw) {
    int slash = raw.lastIndexOf('/');
    int colon = raw.indexOf(':', slash + 1);
    String path = colon < 0 ? raw : raw.substring(0, colon);
    var segments = new ArrayList<String>();
    for (String segment : path.substring(path.startsWith("/") ? 1 : 0).split("/", -1)) {
      segments.add(decode(segment));
    }
    return new RequestPath(segments, colon < 0 ? "" : decode(raw.substring(colon + 1)));
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      throw new BadInput("", "the path has a percent sign that is not followed by two hex digits");
    }
  }
}
