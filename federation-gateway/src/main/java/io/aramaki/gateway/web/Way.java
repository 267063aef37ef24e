package io.aramaki.gateway.web;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// One address of the people's door besides the REST interface, and who answers there.
///
/// @param verb the HTTP method
/// @param path what it looks like; `{name}` stands for one id, `{*name}` for any text without a
///   slash
/// @param handler answers
public record Way(String verb, String path, Handler handler) {
  private static final Pattern ID = Pattern.compile("[a-z0-9-]{1,63}");

  /// Answers the requests that come to an address.
  @FunctionalInterface
  public interface Handler {
    /// Answers a request, on a virtual thread.
    ///
    /// @param ids what the path says, by name
    /// @throws InterruptedException if the reader is gone
    Answer answer(Ask ask, Map<String, String> ids) throws InterruptedException;
  }

  /// Answers the ids of a path; empty if it is not of this shape.
  Optional<Map<String, String>> match(List<String> actual) {
    List<String> expected = segments(path);
    if (expected.size() != actual.size()) {
      return Optional.empty();
    }
    var ids = new LinkedHashMap<String, String>();
    for (int i = 0; i < expected.size(); i++) {
      String segment = expected.get(i);
      String is = actual.get(i);
      if (segment.startsWith("{*")) {
        ids.put(segment.substring(2, segment.length() - 1), is);
      } else if (segment.startsWith("{")) {
        if (!ID.matcher(is).matches()) {
          return Optional.empty();
        }
        ids.put(segment.substring(1, segment.length() - 1), is);
      } else if (!segment.equals(is)) {
        return Optional.empty();
      }
    }
    return Optional.of(ids);
  }

  static List<String> segments(String path) {
    return List.of(path.split("/", -1)).stream().filter(segment -> !segment.isEmpty()).toList();
  }

  @Override
  public String toString() {
    return verb + " " + path;
  }
}
