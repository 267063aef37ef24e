package io.aramaki.kit.testing.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TidyTest {
  private static final String MAIN = "kit/x/src/main/java/io/aramaki/kit/x/";
  private static final String TEST = "kit/x/src/test/java/io/aramaki/kit/x/";

  @TempDir private Path root;

  @BeforeEach
  void writeModule() throws IOException {
    write("kit/x/README.md", "x");
    write("kit/x/RATIONALE.md", "x");
    write(MAIN + "package-info.java", "package io.aramaki.kit.x;");
  }

  private void write(String path, String text) throws IOException {
    var file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private List<String> found() {
    return Tidy.violationsBelow(root).stream()
        .map(v -> v.rule() + " " + v.path().replaceAll(".*/", "") + ":" + v.line())
        .toList();
  }

  @Test
  void below_cleanModule_findsNothing() throws IOException {
    // Given
    write(
        MAIN + "A.java",
        "package io.aramaki.kit.x;\nfinal class A { java.util.Queue<A> q = new java.util.concurrent.LinkedBlockingQueue<>(5); }\n");

    // When, Then
    assertThat(found()).isEmpty();
  }

  @Test
  void below_longFiles_findsThoseOverTheirCap() throws IOException {
    // Given
    write(
        MAIN + "Long.java", "package io.aramaki.kit.x;\nclass Long {\n" + "\n".repeat(398) + "}\n");
    write(
        MAIN + "Fits.java", "package io.aramaki.kit.x;\nclass Fits {\n" + "\n".repeat(397) + "}\n");
    write(
        TEST + "LongTest.java",
        "package io.aramaki.kit.x;\nclass LongTest {\n" + "\n".repeat(598) + "}\n");
    write(
        TEST + "FitsTest.java",
        "package io.aramaki.kit.x;\nclass FitsTest {\n" + "\n".repeat(597) + "}\n");

    // When, Then
    assertThat(found()).containsExactly("file-length Long.java:0", "file-length LongTest.java:0");
  }

  @Test
  void below_longMethod_findsIt() throws IOException {
    // Given
    var fits = "  void fits() {\n" + "    f();\n".repeat(58) + "  }\n";
    var tooLong = "  void tooLong() {\n" + "    f();\n".repeat(59) + "  }\n";
    write(MAIN + "A.java", "package io.aramaki.kit.x;\nclass A {\n" + fits + tooLong + "}\n");

    // When, Then
    assertThat(found()).containsExactly("method-length A.java:63");
  }

  @Test
  void below_namesThatSayNothing_findsThemNestedToo() throws IOException {
    // Given
    write(
        MAIN + "TextUtils.java",
        "package io.aramaki.kit.x;\nclass TextUtils {\n  record LoginManager() {}\n  record Database() {}\n}\n");

    // When, Then
    assertThat(found())
        .containsExactly("class-name TextUtils.java:2", "class-name TextUtils.java:3");
  }

  @Test
  void below_kitClassWithWordOfServices_findsIt() throws IOException {
    // Given
    write(
        MAIN + "Many.java",
        "package io.aramaki.kit.x;\nclass Many {\n  class AlertSink {}\n  class OpenTickets {}\n  class Checked {}\n  class Checksum {}\n}\n");
    write("svc/src/main/java/a/AlertSink.java", "package a;\nclass AlertSink {}\n");

    // When, Then
    assertThat(found())
        .contains("kit-noun Many.java:3", "kit-noun Many.java:4")
        .noneMatch(v -> v.startsWith("kit-noun AlertSink"));
    assertThat(found()).filteredOn(v -> v.startsWith("kit-noun")).hasSize(2);
  }

  @Test
  void below_outsideWorld_isFoundBelowAppOnly() throws IOException {
    // Given
    var body =
        " {\n  Object a = java.time.Instant.now();\n  Object b = UUID.randomUUID();\n  Runnable c = System::getenv;\n  Object d = System.getenv(\"X\");\n}\n";
    write(MAIN + "A.java", "package io.aramaki.kit.x;\nclass A" + body);
    write(
        "kit/x/src/main/java/io/aramaki/kit/app/B.java",
        "package io.aramaki.kit.app;\nclass B" + body);
    write(
        "kit/x/src/main/java/io/aramaki/kit/app/package-info.java", "package io.aramaki.kit.app;");
    write(MAIN + "Main.java", "package io.aramaki.kit.x;\nclass Main" + body);
    write(TEST + "ATest.java", "package io.aramaki.kit.x;\nclass ATest" + body);

    // When, Then
    assertThat(found())
        .containsExactly(
            "outside-world A.java:3",
            "outside-world A.java:4",
            "outside-world A.java:5",
            "outside-world A.java:6");
  }

  @Test
  void below_queueWithoutCapacity_isFound() throws IOException {
    // Given
    write(
        MAIN + "A.java",
        """
        package io.aramaki.kit.x;
        class A {
          Object a = new LinkedBlockingQueue<String>();
          Object b = new java.util.concurrent.LinkedBlockingDeque<>();
          Object c = new PriorityBlockingQueue<>(5);
        }
        """);

    // When, Then
    assertThat(found())
        .containsExactly("unbounded A.java:3", "unbounded A.java:4", "unbounded A.java:5");
  }

  @Test
  void below_unfinishedWork_isFoundInCommentsAndTests() throws IOException {
    // Given
    write(MAIN + "A.java", "package io.aramaki.kit.x;\n// TO" + "DO later\nclass A {}\n");
    write(TEST + "ATest.java", "package io.aramaki.kit.x;\n@Dis" + "abled\nclass ATest {}\n");

    // When, Then
    assertThat(found()).containsExactly("word A.java:2", "word ATest.java:2");
  }

  @Test
  void below_packagesAndModules_areMeasured() throws IOException {
    // Given
    for (int i = 0; i < 13; i++) {
      write("svc/src/main/java/a/C" + i + ".java", "package a;\nclass C" + i + " {}\n");
    }

    // When, Then
    assertThat(found())
        .containsExactlyInAnyOrder(
            "module-pages RATIONALE.md:0",
            "module-pages README.md:0",
            "package-info a:0",
            "package-size a:0");
  }

  @Test
  void below_exceptions_allowWhatTheySayAndNoMore() throws IOException {
    // Given
    write(MAIN + "AUtil.java", "package io.aramaki.kit.x;\nclass AUtil {}\n");
    write(MAIN + "BUtil.java", "package io.aramaki.kit.x;\nclass BUtil {}\n");
    write(
        "tidy-exceptions.txt",
        "# allowed\nclass-name "
            + MAIN
            + "AUtil.java  for a test\nclass-name "
            + MAIN
            + "CUtil.java  long gone\nword "
            + MAIN
            + "AUtil.java\n");

    // When, Then
    assertThat(found())
        .containsExactly(
            "class-name BUtil.java:2",
            "exception tidy-exceptions.txt:3",
            "exception tidy-exceptions.txt:4");
  }

  @Test
  void below_syntaxOfToday_isParsed() throws IOException {
    // Given
    write(
        MAIN + "A.java",
        """
        package io.aramaki.kit.x;
        /// Text
        sealed interface A {
          record B(int x) implements A {}
          static int f(A a) {
            return switch (a) {
              case B(var x) when x > 0 -> x;
              case B _ -> 0;
            };
          }
        }
        """);

    // When, Then
    assertThat(found()).isEmpty();
  }
}
