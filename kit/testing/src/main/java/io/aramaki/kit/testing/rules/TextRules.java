package io.aramaki.kit.testing.rules;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreeScanner;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import javax.lang.model.element.Modifier;
import org.jspecify.annotations.Nullable;

/// The rules about one file.
final class TextRules {
  static final int LINES_MAIN_MAX = 400;
  static final int LINES_TEST_MAX = 600;
  static final int METHOD_LINES_MAX = 60;

  private static final Pattern SUFFIX =
      Pattern.compile(".*(Util|Utils|Helper|Helpers|Manager|Common|Base)");

  /// Put together from halves, so that this file does not break its own rule.
  private static final Pattern WORDS =
      Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X|HA" + "CK)\\b|@Dis" + "abled\\b");

  /// What kit must not know: a class that says one of these words belongs to a service.
  private static final Pattern DOMAIN_NOUN =
      Pattern.compile("(^|[a-z0-9])(Alert|Ticket|Peer|Check|Suppression|Silence)s?([A-Z0-9]|$)");

  private static final Set<String> OUTSIDE_WORLD =
      Set.of(
          "Instant.now",
          "LocalDate.now",
          "LocalDateTime.now",
          "ZonedDateTime.now",
          "OffsetDateTime.now",
          "UUID.randomUUID",
          "System.getenv",
          "System.currentTimeMillis",
          "Clock.systemUTC",
          "Clock.systemDefaultZone",
          "Math.random");

  private static final Set<String> UNBOUNDED =
      Set.of("LinkedBlockingQueue", "LinkedBlockingDeque", "PriorityBlockingQueue");

  private final SourceFile file;
  private final Consumer<Violation> found;

  TextRules(SourceFile file, Consumer<Violation> found) {
    this.file = file;
    this.found = found;
  }

  void apply() {
    int max = file.isTest() ? LINES_TEST_MAX : LINES_MAIN_MAX;
    if (file.lines() > max) {
      report("file-length", 0, file.lines() + " lines; expected at most " + max);
    }
    int number = 0;
    for (var line : (Iterable<String>) file.text().lines()::iterator) {
      number++;
      var match = WORDS.matcher(line);
      if (match.find()) {
        report("word", number, "says " + match.group() + "; finish it or leave it out");
      }
    }
    new Scanner().scan(file.tree(), null);
  }

  private void report(String rule, int line, String message) {
    found.accept(new Violation(rule, file.path(), line, message));
  }

  private final class Scanner extends TreeScanner<@Nullable Void, @Nullable Void> {
    @Override
    public @Nullable Void visitClass(ClassTree type, @Nullable Void none) {
      var name = type.getSimpleName().toString();
      if (SUFFIX.matcher(name).matches()) {
        report(
            "class-name",
            file.firstLine(type),
            "'" + name + "' says nothing about what it is; name what it does");
      }
      if (file.isKit() && !file.isTest() && !isPrivate(type) && DOMAIN_NOUN.matcher(name).find()) {
        report(
            "kit-noun",
            file.firstLine(type),
            "'" + name + "' says a word of the services; kit knows none of them");
      }
      return super.visitClass(type, null);
    }

    private static boolean isPrivate(ClassTree type) {
      return type.getModifiers().getFlags().contains(Modifier.PRIVATE);
    }

    @Override
    public @Nullable Void visitMethod(MethodTree method, @Nullable Void none) {
      int first =
          method.getBody() == null
              ? file.firstLine(method)
              : Math.min(file.firstLine(method), file.firstLine(method.getBody()));
      int lines = file.lastLine(method) - first + 1;
      if (lines > METHOD_LINES_MAX) {
        report(
            "method-length",
            first,
            "'"
                + method.getName()
                + "' has "
                + lines
                + " lines; expected at most "
                + METHOD_LINES_MAX);
      }
      return super.visitMethod(method, null);
    }

    @Override
    public @Nullable Void visitMemberSelect(MemberSelectTree member, @Nullable Void none) {
      checkOutsideWorld(member, member.toString());
      return super.visitMemberSelect(member, null);
    }

    @Override
    public @Nullable Void visitMemberReference(MemberReferenceTree member, @Nullable Void none) {
      checkOutsideWorld(member, member.getQualifierExpression() + "." + member.getName());
      return super.visitMemberReference(member, null);
    }

    private void checkOutsideWorld(Tree member, String dotted) {
      if (!file.isTest() && !file.isAtTheTop() && OUTSIDE_WORLD.contains(lastTwo(dotted))) {
        report(
            "outside-world",
            file.firstLine(member),
            dotted + " below app; take it from the Environment");
      }
    }

    @Override
    public @Nullable Void visitNewClass(NewClassTree made, @Nullable Void none) {
      var name = made.getIdentifier().toString().replaceAll("<.*", "");
      if (!file.isTest()
          && UNBOUNDED.contains(name.substring(name.lastIndexOf('.') + 1))
          && hasNoCapacity(name, made.getArguments().size())) {
        report(
            "unbounded",
            file.firstLine(made),
            "new " + name + " without a capacity; expected a named limit");
      }
      return super.visitNewClass(made, null);
    }

    private static boolean hasNoCapacity(String name, int arguments) {
      // The capacity of a PriorityBlockingQueue is where it begins, not where it ends.
      return arguments == 0 || name.endsWith("PriorityBlockingQueue");
    }

    private static String lastTwo(String dotted) {
      var parts = List.of(dotted.split("\\.", -1));
      return parts.size() < 2
          ? dotted
          : String.join(".", parts.subList(parts.size() - 2, parts.size()));
    }
  }
}
