package io.aramaki.kit.testing.rules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Looks over all Java sources below a folder for what we agreed not to do:
///
/// | rule | what |
/// |---|---|
/// | `file-length` | 400 lines in main, 600 in tests |
/// | `method-length` | 60 lines |
/// | `class-name` | no class called `…Util(s)`, `…Helper`, `…Manager`, `…Common`, `…Base` |
/// | `word` | no unfinished work, no switched-off test |
/// | `outside-world` | no `Instant.now`, `UUID.randomUUID`, `System.getenv` and the like below `app` |
/// | `unbounded` | no queue without a capacity |
/// | `kit-noun`, `kit-size` | kit's classes say no word of the services; at most 60 in a module |
/// | `package-size`, `package-info` | at most 12 files in a package, and a page about it |
/// | `module-pages` | README.md and RATIONALE.md in each module |
///
/// Exceptions are lines of `tidy-exceptions.txt` at the root, each with its reason.
public final class Tidy {
  private static final String ROOT = "aramaki.root";

  private Tidy() {}

  /// All violations below a root that no exception allows, in order.
  public static List<Violation> violationsBelow(Path root) {
    try {
      var all = new ArrayList<Violation>();
      var found = new ArrayList<Violation>();
      var exceptions = Exceptions.in(root, found::add);
      var sources = Sources.below(root);
      sources.forEach(file -> new TextRules(file, all::add).apply());
      new TreeRules(root, all::add).apply(sources);
      all.stream().filter(violation -> !exceptions.allow(violation)).forEach(found::add);
      exceptions.reportUnused(found::add);
      found.sort(null);
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look over the sources below " + root, e);
    }
  }

  /// Checks the whole repository, whose root the build passes as `aramaki.root`.
  ///
  /// @throws AssertionError with all violations
  public static void checkRepository() {
    var root = System.getProperty(ROOT);
    if (root == null) {
      throw new IllegalStateException(
          "the system property " + ROOT + " is not set; expected the root of the repository");
    }
    check(Path.of(root), "");
  }

  /// Checks one module of the repository.
  ///
  /// @param module its path from the root, such as `kit/core`
  public static void checkModule(String module) {
    check(Path.of(System.getProperty(ROOT, ".")), module + "/");
  }

  private static void check(Path root, String prefix) {
    var violations =
        violationsBelow(root).stream()
            .filter(violation -> violation.path().startsWith(prefix))
            .toList();
    if (!violations.isEmpty()) {
      throw new AssertionError(
          violations.size()
              + " violations:\n"
              + violations.stream().map(Violation::toString).collect(Collectors.joining("\n")));
    }
  }
}
