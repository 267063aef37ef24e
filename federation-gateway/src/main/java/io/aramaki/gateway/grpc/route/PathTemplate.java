package io.aramaki.gateway.grpc.route;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The path of a `google.api.http` rule: `/v1/{name=orgs/*/systems/*}:verb`. A `*` stands for one
/// segment that is not empty; `**` at the end for all that follow.
public final class PathTemplate {
  private static final String ONE = "*";
  private static final String REST = "**";

  /// One variable: the segments from one index (included) to another (excluded).
  private record Variable(String field, int from, int to) {}

  private final String text;
  private final List<String> segments;
  private final List<Variable> variables;
  private final String verb;

  private PathTemplate(String text, List<String> segments, List<Variable> variables, String verb) {
    this.text = text;
    this.segments = List.copyOf(segments);
    this.variables = List.copyOf(variables);
    this.verb = verb;
  }

  /// Reads a template.
  ///
  /// @throws IllegalArgumentException if it is none: a mistake in a proto
  static PathTemplate parse(String text) {
    if (!text.startsWith("/")) {
      throw new IllegalArgumentException("a path template begins with /: " + text);
    }
    int colon = text.indexOf(':', text.lastIndexOf('}') + 1);
    String path = text.substring(1, colon < 0 ? text.length() : colon);
    var segments = new ArrayList<String>();
    var variables = new ArrayList<Variable>();
    int at = 0;
    while (at < path.length()) {
      int end = path.charAt(at) == '{' ? path.indexOf('}', at) : path.indexOf('/', at);
      end = end < 0 ? path.length() : end;
      if (path.charAt(at) == '{') {
        String inner = path.substring(at + 1, end);
        int equals = inner.indexOf('=');
        List<String> pattern =
            equals < 0 ? List.of(ONE) : List.of(inner.substring(equals + 1).split("/", -1));
        String field = equals < 0 ? inner : inner.substring(0, equals);
        variables.add(new Variable(field, segments.size(), segments.size() + pattern.size()));
        segments.addAll(pattern);
        at = end + 2;
      } else {
        segments.add(path.substring(at, end));
        at = end + 1;
      }
    }
    return new PathTemplate(text, segments, variables, colon < 0 ? "" : text.substring(colon + 1));
  }

  /// Answers the variables of a path that matches, by field path; empty if it does not.
  ///
  /// @param path the segments of a request's path, already decoded
  Optional<Map<String, String>> match(RequestPath path) {
    if (!path.verb().equals(verb) || !matches(path.segments())) {
      return Optional.empty();
    }
    var values = new LinkedHashMap<String, String>();
    for (Variable variable : variables) {
      int to =
          variable.to == segments.size() && segments.getLast().equals(REST)
              ? path.segments().size()
              : variable.to;
      values.put(variable.field, String.join("/", path.segments().subList(variable.from, to)));
    }
    return Optional.of(values);
  }

  private boolean matches(List<String> actual) {
    boolean open = segments.getLast().equals(REST);
    if (open ? actual.size() < segments.size() : actual.size() != segments.size()) {
      return false;
    }
    for (int i = 0; i < segments.size(); i++) {
      String expected = segments.get(i);
      boolean wild = expected.equals(ONE) || expected.equals(REST);
      if (wild ? actual.get(i).isEmpty() : !expected.equals(actual.get(i))) {
        return false;
      }
    }
    return true;
  }

  /// Answers the fields that the path sets.
  public Set<String> fields() {
    var fields = new LinkedHashSet<String>();
    variables.forEach(variable -> fields.add(variable.field));
    return fields;
  }

  @Override
  public String toString() {
    return text;
  }
}
