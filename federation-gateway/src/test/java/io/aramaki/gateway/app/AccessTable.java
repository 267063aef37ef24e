package io.aramaki.gateway.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/// A file with what is expected of every route for every kind of caller: one line for each, first
/// the columns separated by blanks, then ` | ` and the route. The first line names the columns.
record AccessTable(List<String> columns, Map<String, List<String>> rows) {
  /// Whom each table has: a door that does not know somebody says so by its answer, since a kind of
  /// caller that nobody tries is how a hole stays unseen.
  static final List<String> CALLERS =
      List.of("NOBODY", "FOREIGN", "EXPIRED", "AGENT", "MISLED", "VIEWER", "ELSEWHERE");

  static AccessTable read(String file) {
    try (InputStream in = Objects.requireNonNull(AccessTable.class.getResourceAsStream(file))) {
      var rows = new LinkedHashMap<String, List<String>>();
      List<String> lines =
          new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.isBlank() && !line.startsWith("#"))
              .toList();
      for (String line : lines.subList(1, lines.size())) {
        String[] parts = line.split(" \\| ", 2);
        rows.put(parts[1].strip(), cells(parts[0]));
      }
      return new AccessTable(cells(lines.getFirst().split(" \\| ", 2)[0]), rows);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> cells(String text) {
    return List.of(text.strip().split(" +"));
  }

  /// Answers what is wrong: missing callers, missing and superfluous routes, missing cells, other
  /// answers.
  ///
  /// @param actual what really came, by route, in the order of the columns
  List<String> differences(List<String> expectedColumns, Map<String, List<String>> actual) {
    var wrong = new ArrayList<String>();
    if (!columns.equals(expectedColumns)) {
      wrong.add("the columns must be " + expectedColumns + ", are " + columns);
    }
    CALLERS.stream()
        .filter(caller -> !columns.contains(caller))
        .map(caller -> "the columns have no " + caller)
        .forEach(wrong::add);
    rows.keySet().stream()
        .filter(route -> !actual.containsKey(route))
        .map(route -> "in the table, not served: " + route)
        .forEach(wrong::add);
    actual.forEach((route, cells) -> {
      List<String> expected = rows.get(route);
      if (expected == null) {
        wrong.add("served, not in the table: " + line(route, cells));
      } else if (expected.size() != cells.size()) {
        wrong.add("a cell is missing; it came: " + line(route, cells));
      } else if (!expected.equals(cells)) {
        wrong.add("expected: " + line(route, expected) + "\n     came: " + line(route, cells));
      }
    });
    return wrong;
  }

  private static String line(String route, List<String> cells) {
    return cells.stream().map(cell -> "%-8s".formatted(cell)).collect(Collectors.joining())
        + " | "
        + route;
  }
}
