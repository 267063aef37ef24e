package io.aramaki.kit.testing.rules;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// The exceptions we allow ourselves: lines `rule path reason…`, blank lines, and comments after
/// `#`. An exception without a reason, or that excepts nothing any more, is a violation itself.
final class Exceptions {
  static final String FILE = "tidy-exceptions.txt";
  private static final int COLUMNS = 3;

  private record Allowed(String rule, String path, int line) {}

  private final List<Allowed> exceptions = new ArrayList<>();
  private final Set<Allowed> used = new HashSet<>();

  private Exceptions() {}

  static Exceptions in(Path root, Consumer<Violation> found) throws IOException {
    var exceptions = new Exceptions();
    var file = root.resolve(FILE);
    if (Files.exists(file)) {
      int number = 0;
      for (var line : Files.readAllLines(file, UTF_8)) {
        exceptions.add(line.strip(), ++number, found);
      }
    }
    return exceptions;
  }

  private void add(String line, int number, Consumer<Violation> found) {
    if (line.isEmpty() || line.startsWith("#")) {
      return;
    }
    var columns = line.split("\\s+", COLUMNS);
    if (columns.length < COLUMNS) {
      found.accept(
          new Violation(
              "exception",
              FILE,
              number,
              "'" + line + "' gives no reason; expected: rule path reason"));
    } else {
      exceptions.add(new Allowed(columns[0], columns[1], number));
    }
  }

  boolean allow(Violation violation) {
    boolean allowed = false;
    for (var exception : exceptions) {
      if (exception.rule.equals(violation.rule()) && exception.path.equals(violation.path())) {
        used.add(exception);
        allowed = true;
      }
    }
    return allowed;
  }

  void reportUnused(Consumer<Violation> found) {
    for (var exception : exceptions) {
      if (!used.contains(exception)) {
        found.accept(
            new Violation(
                "exception",
                FILE,
                exception.line,
                exception.rule + " " + exception.path + " excepts nothing; remove it"));
      }
    }
  }
}
