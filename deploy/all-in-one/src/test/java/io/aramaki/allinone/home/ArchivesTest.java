package io.aramaki.allinone.home;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ArchivesTest {
  @TempDir private Path build;

  @Test
  void service_noneOfAllServices_hasItsOwn() {
    assertThat(flags("alerting")).contains("-XX:SharedArchiveFile=" + archive("alerting"));
  }

  @Test
  void service_oneOfAllServices_takesThat() throws IOException {
    flags("services");
    Files.createFile(archive("services"));

    assertThat(flags("alerting")).contains("-XX:SharedArchiveFile=" + archive("services"));
    assertThat(flags("agent")).contains("-XX:SharedArchiveFile=" + archive("agent"));
  }

  @Test
  void enrolment_runsOnce_noArchive() {
    assertThat(flags("enrol")).isEmpty();
  }

  @Test
  void placeIsAFile_noArchive() throws IOException {
    Files.createFile(build.resolve("archives"));

    assertThat(flags("services")).isEmpty();
  }

  private List<String> flags(String name) {
    return new Archives(build.resolve("lib")).flags(name);
  }

  private Path archive(String name) {
    return build.resolve("archives").resolve(name + ".jsa");
  }
}
