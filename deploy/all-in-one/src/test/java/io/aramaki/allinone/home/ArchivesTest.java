package io.aramaki.allinone.home;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ArchivesTest {
  private static final byte[] WHOLE = {1, 2, 3};
  private static final byte[] TORN = {0, 0, 0, 7};

  @TempDir private Path build;

  private Path lib;

  @BeforeEach
  void makeJar() throws IOException {
    lib = Files.createDirectory(build.resolve("lib"));
    Files.write(lib.resolve("one.jar"), WHOLE);
  }

  @Test
  void process_withoutArchive_writesOneThatIsKept() throws IOException {
    var first = archives();
    Files.write(written(first, "agent"), WHOLE);

    first.keep(List.of("agent"));

    assertThat(file(archives(), "agent")).isEqualTo(used("agent")).exists();
  }

  @Test
  void process_thatOutlivesItsSupervisor_leavesAnArchiveToTheNext() throws IOException {
    Files.write(written(archives(), "agent"), WHOLE);

    archives().keep(List.of("agent"));

    assertThat(used("agent")).exists();
  }

  @Test
  void archive_thatIsTorn_isNotKept() throws IOException {
    var first = archives();
    Files.write(written(first, "agent"), TORN);

    first.keep(List.of("agent"));

    assertThat(used("agent")).doesNotExist();
    assertThat(written(first, "agent")).doesNotExist();
  }

  @Test
  void archive_ofAProcessThatWasNeverReady_isNotKept() throws IOException {
    var first = archives();
    Files.write(written(first, "agent"), WHOLE);

    first.keep(List.of());

    assertThat(used("agent")).doesNotExist();
  }

  @Test
  void archive_thatAnotherInstanceWrites_isLeftAlone() throws IOException {
    var other = written(new Archives(lib, "25", build.resolve("other")), "agent");
    Files.write(other, TORN);

    archives().keep(List.of("agent"));

    assertThat(other).exists();
  }

  @Test
  void service_oneOfAllServices_takesThat() throws IOException {
    var first = archives();
    Files.write(written(first, "services"), WHOLE);
    first.keep(List.of("services"));

    assertThat(file(archives(), "alerting")).isEqualTo(used("services"));
    assertThat(written(archives(), "agent")).doesNotExist();
  }

  @Test
  void jar_thatChanges_leavesOldArchivesAside() throws IOException {
    var first = archives();
    Files.write(written(first, "agent"), WHOLE);
    first.keep(List.of("agent"));
    var old = used("agent");

    Files.write(lib.resolve("one.jar"), TORN);
    var next = archives();

    assertThat(next.flags("agent").getFirst()).startsWith("-XX:ArchiveClassesAtExit=");
    next.keep(List.of());
    assertThat(old.getParent()).doesNotExist();
  }

  @Test
  void jdk_thatChanges_leavesOldArchivesAside() throws IOException {
    var first = archives();
    Files.write(written(first, "agent"), WHOLE);
    first.keep(List.of("agent"));

    assertThat(new Archives(lib, "26", build.resolve("home")).flags("agent").getFirst())
        .startsWith("-XX:ArchiveClassesAtExit=");
  }

  @Test
  void placeIsAFile_noArchive() throws IOException {
    Files.createFile(build.resolve("archives"));

    assertThat(archives().flags("services")).isEmpty();
    archives().keep(List.of("services"));
  }

  private Archives archives() throws IOException {
    return new Archives(lib, "25", build.resolve("home"));
  }

  /// Where the process writes its archive.
  private static Path written(Archives archives, String name) {
    assertThat(archives.flags(name).getFirst()).startsWith("-XX:ArchiveClassesAtExit=");
    return file(archives, name);
  }

  /// Which archive is used after it was kept.
  private Path used(String name) throws IOException {
    return file(archives(), "agent").resolveSibling(name + ".jsa");
  }

  private static Path file(Archives archives, String name) {
    return Path.of(archives.flags(name).getFirst().replaceFirst("^[^=]*=", ""));
  }
}
