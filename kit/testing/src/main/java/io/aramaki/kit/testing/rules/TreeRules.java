package io.aramaki.kit.testing.rules;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/// The rules about folders: packages and modules.
final class TreeRules {
  static final int PACKAGE_FILES_MAX = 12;
  static final int KIT_CLASSES_MAX = 60;

  private final Path root;
  private final Consumer<Violation> found;

  TreeRules(Path root, Consumer<Violation> found) {
    this.root = root;
    this.found = found;
  }

  void apply(List<SourceFile> sources) {
    var main = sources.stream().filter(file -> !file.isTest()).toList();
    packages(main).forEach(this::checkPackage);
    modules(main).forEach(this::checkModule);
  }

  private static Map<String, List<String>> packages(List<SourceFile> main) {
    var packages = new TreeMap<String, List<String>>();
    main.forEach(file ->
        packages.computeIfAbsent(file.folder(), _ -> new ArrayList<>()).add(file.fileName()));
    return packages;
  }

  private static Map<String, Integer> modules(List<SourceFile> main) {
    var modules = new TreeMap<String, Integer>();
    main.forEach(
        file -> modules.merge(file.path().replaceFirst("/?src/main/java/.*", ""), 1, Integer::sum));
    return modules;
  }

  private void checkPackage(String folder, List<String> files) {
    var names = new TreeSet<>(files);
    boolean described = names.remove("package-info.java");
    if (!described && !names.equals(new TreeSet<>(List.of("module-info.java")))) {
      report(
          "package-info",
          folder,
          "no package-info.java; expected one with @NullMarked and a paragraph");
    }
    if (names.size() > PACKAGE_FILES_MAX) {
      report(
          "package-size", folder, names.size() + " files; expected at most " + PACKAGE_FILES_MAX);
    }
  }

  private void checkModule(String module, int classes) {
    for (var page : new String[] {"README.md", "RATIONALE.md"}) {
      if (!Files.isRegularFile(root.resolve(module).resolve(page))) {
        report(
            "module-pages",
            module.isEmpty() ? page : module + "/" + page,
            "is missing; expected a page for who comes new");
      }
    }
    if (module.startsWith("kit/") && classes > KIT_CLASSES_MAX) {
      report("kit-size", module, classes + " files; expected at most " + KIT_CLASSES_MAX);
    }
  }

  private void report(String rule, String path, String message) {
    found.accept(new Violation(rule, path, 0, message));
  }
}
