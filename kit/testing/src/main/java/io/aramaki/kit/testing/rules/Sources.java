package io.aramaki.kit.testing.rules;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.source.util.JavacTask;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;

/// Finds and parses the Java files below a root.
final class Sources {
  private static final Set<String> SKIPPED = Set.of("target", ".git", "node_modules", ".aramaki");
  private static final Pattern SOURCE = Pattern.compile("(.*/)?src/(main|test)/java/.*\\.java");

  private Sources() {}

  static List<SourceFile> below(Path root) throws IOException {
    var paths = find(root);
    var sources = new ArrayList<SourceFile>();
    if (paths.isEmpty()) {
      return sources;
    }
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (var files = compiler.getStandardFileManager(null, null, UTF_8)) {
      var options = List.of("-proc:none", "--release", "25");
      var task =
          (JavacTask)
              compiler.getTask(
                  null, files, _ -> {}, options, null, files.getJavaFileObjectsFromPaths(paths));
      var positions = Trees.instance(task).getSourcePositions();
      for (var unit : task.parse()) {
        var path =
            root.relativize(Path.of(unit.getSourceFile().toUri())).toString().replace('\\', '/');
        sources.add(
            new SourceFile(
                path, unit.getSourceFile().getCharContent(false).toString(), unit, positions));
      }
    }
    return sources;
  }

  private static List<Path> find(Path root) throws IOException {
    var found = new ArrayList<Path>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            var name = directory.getFileName();
            boolean skipped = name != null && SKIPPED.contains(name.toString());
            return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (SOURCE.matcher(root.relativize(file).toString().replace('\\', '/')).matches()) {
              found.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    found.sort(null);
    return found;
  }
}
