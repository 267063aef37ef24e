package io.aramaki.kit.testing.rules;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.SourcePositions;
import java.util.Arrays;
import java.util.List;

/// One Java file: its text, and what the compiler's parser made of it.
///
/// @param path relative to the root, with slashes
record SourceFile(String path, String text, CompilationUnitTree tree, SourcePositions positions) {
  boolean isTest() {
    return path.contains("/src/test/");
  }

  boolean isKit() {
    return path.startsWith("kit/");
  }

  /// The package, or an empty text.
  String packageName() {
    var name = tree.getPackageName();
    return name == null ? "" : name.toString();
  }

  String fileName() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  String folder() {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }

  int lines() {
    return (int) text.lines().count();
  }

  int firstLine(Tree part) {
    return line(positions.getStartPosition(tree, part));
  }

  int lastLine(Tree part) {
    return line(positions.getEndPosition(tree, part));
  }

  /// Whether the file belongs to where a process is put together: only there the outside world is
  /// touched.
  boolean isAtTheTop() {
    var parts = Arrays.asList(packageName().split("\\.", -1));
    return parts.contains("app")
        || parts.contains("allinone")
        || List.of("Main.java").contains(fileName());
  }

  private int line(long position) {
    return position < 0 ? 0 : (int) tree.getLineMap().getLineNumber(position);
  }
}
